package llmrouter.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.files.KeyDigest;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.WhoseFaultTest.Pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Providers quote every secret of the configuration and of the settings, in every place of an answer where words can
/// stand. None of them reaches a client, the operator's log, the request log with its transcripts, or a page.
class NoKeyLeavesTest {
    private static final String CLIENT_KEY = "gw_team+CLIENTkeyOfTeam/7#31";
    /// Each has characters that some spelling escapes, and a middle without any.
    private static final Map<String, String> SECRETS = Map.of(
        "key of the called provider", "Zm9v/CALLEDprovider+cXV1eC==",
        "key of another provider", "sk-other/OTHERprovider\"quoted",
        "header of another provider", "plain HEADERsecret 42/7",
        "proxy of another provider", "pr/OXYpassword!1",
        "proxy of the environment", "env/PROXYpassword?2",
        "password of Redis", "redis/PASSWORDofRedis",
        "master key", Gateway.KEY,
        "client's key", CLIENT_KEY);

    @TempDir
    private Path folder;
    private final AtomicReference<Script> script = new AtomicReference<>();

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String unicode(String text) {
        var out = new StringBuilder();
        for (char c : text.toCharArray()) out.append(String.format("\\u%04x", (int) c));
        return out.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void zipped(Wire wire, String body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        wire.send("HTTP/1.1 400 X\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: "
            + bytes.size() + "\r\n\r\n" + bytes.toString(StandardCharsets.ISO_8859_1)).close();
    }

    private static String chunked(String extension, String body) {
        return "HTTP/1.1 400 X\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length()) + extension + "\r\n" + body + "\r\n0\r\n\r\n";
    }

    /// Where a provider can put words.
    private static Map<String, Script> ways(Pair pair, String secret) {
        String plain = pair.error("some_error", "got " + json(secret) + " here");
        String slashes = pair.error("some_error", "got " + json(secret).replace("/", "\\/") + " here");
        String escaped = pair.error("some_error", "got " + unicode(secret) + " here");
        String login = pair.error("some_error", "got Basic " + base64("user:" + secret) + " here");
        var ways = new LinkedHashMap<String, Script>();
        ways.put("status line", wire -> wire.send("HTTP/1.1 Bearer " + secret + "\r\n\r\n").close());
        ways.put("no status line", wire -> wire.send("Bearer " + secret + "\r\n\r\n").close());
        ways.put("name of a header", wire -> wire.send("HTTP/1.1 200 OK\r\n" + secret + ": x\r\n\r\n").close());
        ways.put("bad length", wire ->
            wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + secret + "\r\n\r\n{}").close());
        ways.put("reason", wire -> wire.send("HTTP/1.1 400 " + secret + "\r\ncontent-length: 0\r\n\r\n").close());
        ways.put("slashes", wire -> wire.json(400, slashes));
        ways.put("unauthorized", wire -> wire.json(401, escaped));
        ways.put("unicode", wire -> wire.json(400, escaped));
        ways.put("base64", wire -> wire.json(422, login));
        ways.put("gzip", wire -> zipped(wire, escaped));
        ways.put("chunk extension", wire -> wire.send(chunked(";k=\"" + secret + "\"", plain)).close());
        ways.put("bad chunk", wire -> wire.send(chunked("", plain).replace("\r\n0\r\n", "\r\n" + secret + "\r\n"))
            .close());
        ways.put("headers", wire -> wire.json(429, plain, "x-request-id: " + secret, "request-id: " + secret,
            "x-ratelimit-reset-requests: " + secret, "retry-after: " + secret, "set-cookie: k=" + secret,
            "www-authenticate: Bearer realm=" + secret, "x-should-retry: " + secret));
        ways.put("headers of success", wire -> wire.json(200, "{}", "x-request-id: " + secret,
            "openai-version: " + base64("u:" + secret), "anthropic-ratelimit-x: " + secret));
        ways.put("page", wire -> wire.send("HTTP/1.1 403 X\r\ncontent-type: text/html\r\n\r\n<title>got "
            + secret.replace("\"", "&quot;").replace("/", "&#47;") + "</title>").close());
        ways.put("location", wire -> wire.json(302, "{}", "location: https://x.example/?key=" + secret));
        ways.put("words", wire -> wire.json(200, "got " + secret + " here"));
        ways.put("code", wire -> wire.json(400, plain.replace("some_error", json(secret))));
        ways.put("event", wire -> wire.stream().send(pair.errorEvent("api_error", unicode(secret))).close());
        ways.put("event in a stream", wire ->
            wire.stream().send(pair.opening() + pair.errorEvent("api_error", json(secret).replace("/", "\\/")))
                .close());
        ways.put("divided event", wire -> {
            String event = pair.opening() + pair.errorEvent("api_error", "got " + json(secret) + " here");
            int middle = event.length() - 25;
            wire.stream().send(event.substring(0, middle));
            wire.send(event.substring(middle)).close();
        });
        ways.put("unreadable event", wire -> wire.stream().send(pair.opening() + "data: {" + secret + "\n\n").close());
        return ways;
    }

    private String config(String url) {
        String model = "\"baseUrl\":\"" + url + "\",\"models\":[\"m\"]";
        var providers = new StringBuilder();
        for (String format : List.of("openai", "claude", "responses")) {
            providers.append("{\"id\":\"").append(format).append("1\",\"apiKey\":\"")
                .append(SECRETS.get("key of the called provider")).append("\",\"formats\":[\"").append(format)
                .append("\"],").append(model).append("},");
        }
        return "{\"version\":2,\"masterKeys\":[{\"name\":\"team\",\"keySha256\":\""
            + KeyDigest.sha256(CLIENT_KEY) + "\"}],\"providers\":[" + providers + "{\"id\":\"z\",\"apiKey\":\""
            + json(SECRETS.get("key of another provider")) + "\",\"headers\":{\"x-note\":\""
            + SECRETS.get("header of another provider") + "\"},\"proxy\":\"http://u:"
            + SECRETS.get("proxy of another provider").replace("/", "%2F")
            + "@proxy.example:1\",\"formats\":[\"openai\"]," + model + "}]}";
    }

    private Map<String, String> environment() {
        var env = new HashMap<>(Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1",
            "LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES", "0", "LLM_ROUTER_REQUEST_LOG", folder.resolve("log").toString(),
            "LLM_ROUTER_REQUEST_LOG_BODIES", "true", "HTTPS_PROXY",
            "http://u:" + SECRETS.get("proxy of the environment").replace("/", "%2F").replace("?", "%3F")
                + "@proxy.example:1",
            "LLM_ROUTER_STATE_BACKEND", "redis://:" + SECRETS.get("password of Redis") + "@127.0.0.1:1"));
        for (String kind : List.of("FALLBACK", "RATE_LIMIT", "BILLING", "AUTH", "POLICY")) {
            env.put("LLM_ROUTER_ORIGIN_" + kind + "_COOLDOWN_MS", "0");
        }
        return env;
    }

    private static void isClean(String where, String text) {
        SECRETS.forEach((name, secret) -> {
            var middle = new StringBuilder(); // the longest part that every escape leaves as it is
            for (String part : secret.split("[^A-Za-z0-9]+")) {
                if (part.length() > middle.length()) middle.replace(0, middle.length(), part);
            }
            for (String form : new String[] {secret, middle.toString(), unicode(middle.substring(2, 7)),
                base64("user:" + secret).substring(8, 16)}) {
                assertFalse(text.contains(form), () -> where + " shows " + name + " as " + form + ": " + text);
            }
        });
    }

    @Test
    void noSecretOfTheConfigurationLeavesWhateverProvidersQuote() throws Exception {
        List<Pair> pairs = List.of(new Pair("openai", "openai", false), new Pair("openai", "openai", true),
            new Pair("claude", "claude", true), new Pair("responses", "responses", true),
            new Pair("claude", "openai", true), new Pair("openai", "claude", false));
        try (var upstream = new ScriptedUpstream(wire -> script.get().run(wire))) {
            try (var gateway = Gateway.locked(config(upstream.url()), environment())) {
                for (Pair pair : pairs) {
                    for (String secret : SECRETS.values()) askEachWay(gateway, pair, secret);
                }
                for (String page : List.of("/status", "/metrics", "/")) {
                    isClean(page, gateway.send(gateway.request(page).header("accept", "text/html")
                        .header("authorization", "Bearer " + Gateway.KEY)).body());
                }
            }
        }
        String log = Files.readString(folder.resolve("log"));
        isClean("the request log", log);
        assertTrue(log.contains("[redacted]"), log);
    }

    private void askEachWay(Gateway gateway, Pair pair, String secret) throws Exception {
        String body = pair.body().replace("p/m", pair.provider() + "1/m");
        for (var way : ways(pair, secret).entrySet()) {
            // the client itself would get its key back, from a provider that was never sent it
            if (secret.equals(CLIENT_KEY) && way.getKey().equals("headers of success")) continue;
            script.set(way.getValue());
            int logged = gateway.log().size();
            HttpResponse<String> answer = gateway.send(gateway.request(pair.path())
                .POST(HttpRequest.BodyPublishers.ofString(body)).header("content-type", "application/json")
                .header("authorization", "Bearer " + CLIENT_KEY));
            isClean(way.getKey() + " to " + pair, answer.body() + answer.headers().map());
            isClean("the log of " + way.getKey(),
                String.join("\n", gateway.log().stream().skip(logged).toList()));
        }
    }

    @Test
    void theContentOfAnAnswerPassesAsItIs() throws Exception {
        String secret = SECRETS.get("key of the called provider");
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, Samples.CHAT_ANSWER.replace("Hello", secret)));
                var gateway = Gateway.locked(config(upstream.url()), environment())) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "openai1/m"),
                "authorization", "Bearer " + CLIENT_KEY);
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains(secret + " w"), answer.body());
        }
    }
}
