package llmrouter.worker.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.codings.Encoded;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;
import llmrouter.zstd.ZstdSamples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

/// One request to a gateway on the JVM and to one in the Workers runtime, byte for byte the same, has one answer.
class SameAnswersTest {
    private static final int LIMIT = 200_000;
    private static final String GOOD = Samples.chat(false).replace("p/m", "openai/m");
    private static final String KEY = "Authorization: Bearer " + LiveClient.KEY + "\r\n";
    /// Fields of an answer that say something to clients.
    private static final List<String> FIELDS = List.of("content-type", "allow", "www-authenticate", "retry-after",
        "x-should-retry", "x-llm-router-error", "x-llm-router-candidate", "vary",
        "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
        "access-control-max-age", "access-control-expose-headers");

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveProcess process;
    private static Gateway gateway;

    /// @param sent as it stands
    record Row(String item, String sent) {
        @Override
        public String toString() {
            return item;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider().does(Samples.good("openai"));
        String config = provider.config(provider);
        var variables = Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", Integer.toString(LIMIT),
            "LLM_ROUTER_CORS_ALLOWED_ORIGINS", "https://page.example");
        process = new LiveSetup(folder).gateway("worker", config, variables).start();
        String open = "{" + config.substring(config.indexOf("\"providers\""));
        gateway = Gateway.locked(open, variables);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) gateway.close();
        if (process != null) process.close();
        if (provider != null) provider.close();
    }

    private static Row post(String item, String path, String fields, byte[] body) {
        return new Row(item, "POST " + path + " HTTP/1.1\r\nHost: gateway\r\n" + KEY + fields + "Content-Length: "
            + body.length + "\r\n\r\n" + Encoded.text(body));
    }

    private static Row body(String item, String body) {
        return post(item, Samples.CHAT, "", body.getBytes(UTF_8));
    }

    private static Row coded(String item, String label, byte[] body) {
        return post(item, Samples.CHAT, "Content-Encoding: " + label + "\r\n", body);
    }

    private static Row bare(String item, String line, String fields) {
        return new Row(item, line + " HTTP/1.1\r\nHost: gateway\r\n" + fields + "\r\n");
    }

    private static byte[] as(String codings) {
        return Encoded.as(codings, GOOD.getBytes(UTF_8));
    }

    static List<Row> bodies() {
        byte[] zstd = ZstdSamples.frame("codex-level3.zst");
        byte[] damaged = as("zstd");
        damaged[2] ^= 1;
        return List.of(body("good", GOOD), body("empty", ""), body("null", "null"), body("no JSON", GOOD + "x"),
            body("a byte-order mark", "\ufeff" + GOOD), body("an unknown model", GOOD.replace("openai/m", "x")),
            body("characters", GOOD.replace("Hi", "wörld €😀")),
            body("at the limit", GOOD + " ".repeat(LIMIT - GOOD.length())),
            body("over the limit, declared", GOOD + " ".repeat(LIMIT)),
            new Row("chunked", chunked(GOOD)), new Row("over the limit, chunked", chunked(GOOD + " ".repeat(LIMIT))),
            post("not UTF-8", Samples.CHAT, "", new byte[] {'{', (byte) 0xff, '}'}),
            post("UTF-8 that is cut", Samples.CHAT, "", new byte[] {'{', (byte) 0xe2, (byte) 0x82}),
            post("not UTF-8, as a message", Samples.MESSAGES, "", new byte[] {(byte) 0xc0, (byte) 0x80}),
            coded("gzip", "gzip", as("gzip")), coded("x-gzip", "x-gzip", as("gzip")),
            coded("deflate", "deflate", as("zlib")), coded("zstd", "zstd", as("zstd")),
            coded("gzip and zstd", "gzip, zstd", as("gzip,zstd")),
            coded("zstd and gzip", "zstd, gzip", as("zstd,gzip")),
            coded("gzip twice", "gzip, gzip", as("gzip,gzip")), coded("identity", "identity", as("")),
            coded("unknown", "br", as("")), coded("gzip and unknown", "gzip, br", as("gzip")),
            coded("five codings", "gzip, gzip, gzip, gzip, gzip", as("gzip,gzip,gzip,gzip,gzip")),
            coded("torn gzip", "gzip", Arrays.copyOf(as("gzip"), 40)),
            coded("torn deflate", "deflate", Arrays.copyOf(as("zlib"), 40)),
            coded("torn zstd", "zstd", Arrays.copyOf(zstd, zstd.length / 2)), coded("no zstd", "zstd", as("")),
            coded("damaged zstd", "zstd", damaged), coded("empty zstd", "zstd", new byte[0]),
            coded("empty gzip", "gzip", new byte[0]),
            coded("a gzip bomb", "gzip", Encoded.as("gzip", new byte[50_000_000])),
            coded("a deflate bomb", "deflate", Encoded.as("zlib", new byte[50_000_000])),
            coded("a zstd bomb", "zstd", ZstdSamples.bomb(2_000)),
            coded("a zstd bomb in gzip", "zstd, gzip", Encoded.as("gzip", ZstdSamples.bomb(2_000))));
    }

    private static String chunked(String body) {
        int half = body.length() / 2;
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n" + KEY + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(half) + "\r\n" + body.substring(0, half) + "\r\n"
            + Integer.toHexString(body.length() - half) + "\r\n" + body.substring(half) + "\r\n0\r\n\r\n";
    }

    private static Row type(String type) {
        return post("content type " + type, Samples.MESSAGES, "Content-Type: " + type + "\r\n", GOOD.getBytes(UTF_8));
    }

    static List<Row> requests() {
        String browser = "Origin: https://page.example\r\n";
        String asks = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization, x-own\r\n";
        return List.of(type("text/plain"), type("application/json; charset=utf-8"), type("application/vnd.x+json"),
            type("multipart/form-data; boundary=x"),
            bare("no key", "POST /v1/chat/completions", "Content-Length: 0\r\n"),
            bare("a wrong key", "GET /v1/models", "x-api-key: nothing\r\n"),
            bare("no key, as a message", "POST /v1/messages", "anthropic-version: 2023-06-01\r\nContent-Length: 0\r\n"),
            bare("the models", "GET /v1/models", KEY), bare("the models of Claude", "GET /v1/models",
                KEY + "anthropic-version: 2023-06-01\r\n"),
            bare("a key of another kind", "GET /v1/models", "x-api-key: " + LiveClient.KEY + "\r\n"),
            bare("health", "GET /health", ""), bare("ready", "GET /ready", ""), bare("HEAD", "HEAD /health", ""),
            bare("HEAD of the root", "HEAD /", ""), bare("HEAD of the models", "HEAD /v1/models", KEY),
            bare("HEAD of an unknown path", "HEAD /v9", KEY),
            bare("DELETE", "DELETE /v1/chat/completions", KEY), bare("PUT", "PUT /v1/messages",
                KEY + "Content-Length: 0\r\n"),
            bare("PATCH", "PATCH /health", KEY + "Content-Length: 0\r\n"), bare("GET of a conversation",
                "GET /v1/chat/completions", KEY), bare("POST of the models", "POST /v1/models",
                KEY + "Content-Length: 0\r\n"),
            bare("OPTIONS without an origin", "OPTIONS /v1/messages", KEY),
            bare("PROPFIND", "PROPFIND /v1/models", KEY),
            bare("a preflight", "OPTIONS /v1/messages", browser + asks), bare("a preflight of the root", "OPTIONS /",
                browser + asks),
            bare("a preflight of another page", "OPTIONS /v1/messages", "Origin: https://evil.example\r\n" + asks),
            bare("a page's request", "GET /v1/models", browser + KEY), bare("another page's request", "GET /v1/models",
                "Origin: https://evil.example\r\n" + KEY),
            bare("a page without a type", "POST /v1/messages", browser + KEY + "Content-Length: 0\r\n"),
            bare("a WebSocket", "GET /v1/responses", KEY + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
            bare("an unknown path", "GET /v1/nothing", KEY), bare("a near path", "POST /v1/chat/completion",
                KEY + "Content-Length: 0\r\n"),
            bare("slashes", "GET //v1//models", KEY), bare("a slash at the end", "GET /v1/models/", KEY),
            bare("a model", "GET /v1/models/openai/m", KEY), bare("a query", "GET /v1/models?limit=1&x=%41", KEY),
            bare("an escaped slash", "GET /v1%2fmodels", KEY), bare("capitals", "GET /V1/Models", KEY),
            bare("an escaped letter", "GET /v1/m%6fdels", KEY), bare("a long path", "GET /" + "a".repeat(3_000), KEY),
            bare("a character", "GET /%E2%82%AC", KEY), bare("HTTP's own form", "GET http://gateway/v1/models", KEY));
    }

    private static String answer(int port, Row row) throws IOException {
        LiveClient answer = LiveClient.ask(port, row.sent());
        var fields = new LinkedHashMap<String, String>();
        for (String name : FIELDS) {
            if (answer.field(name) != null) fields.put(name, answer.field(name));
        }
        String body = answer.body().replaceAll("req_[0-9a-f]+", "req").replaceAll("\"created\":[0-9]+", "\"created\":0")
            .replaceAll("\"created_at\":\"[^\"]+\"", "\"created_at\":\"\"");
        return answer.status() + "\n" + fields + "\n" + body.replaceAll(" at byte [0-9]+", "");
    }

    @ParameterizedTest
    @MethodSource({"bodies", "requests"})
    void bothAnswerTheSame(Row row) throws Exception {
        assertEquals(answer(gateway.server().port(), row), answer(process.port("worker"), row));
    }

    /// @param local  the status of the gateway on the JVM
    /// @param hosted the status in the Workers runtime
    record Difference(Row row, int local, int hosted) {
        @Override
        public String toString() {
            return row.item();
        }
    }

    /// The runtime decides these before the gateway sees them.
    static List<Difference> differences() {
        return List.of(new Difference(coded("deflate without its head", "deflate", as("raw")), 200, 400),
            new Difference(coded("rubbish behind gzip", "gzip", Encoded.joined(as("gzip"), new byte[] {1, 2})),
                200, 400),
            new Difference(bare("a query that is no URI", "GET /v1/models?x=%zz", KEY), 400, 200),
            new Difference(bare("a path that goes back", "GET /v1/x/../models", KEY), 404, 200),
            new Difference(type(""), 415, 400),
            new Difference(bare("metrics", "GET /metrics", KEY), 200, 404));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void knownDifferencesAreTheseAndNoOthers(Difference difference) throws Exception {
        assertEquals(difference.local(), LiveClient.ask(gateway.server().port(), difference.row().sent()).status());
        assertEquals(difference.hosted(), LiveClient.ask(process.port("worker"), difference.row().sent()).status());
    }
}
