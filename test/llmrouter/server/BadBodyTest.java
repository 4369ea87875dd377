package llmrouter.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.zstd.ZstdSamples;

import static llmrouter.server.BadInput.post;
import static llmrouter.server.BadInput.row;

/// Bodies and what they claim to mean. What is odd but valid reaches the provider (200); nothing else does.
class BadBodyTest {
    private static final int LIMIT = 200_000;
    private static final String GOOD = Samples.chat(false);

    private static ScriptedUpstream upstream;
    private static Gateway gateway;
    private static Gateway small;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        gateway = Gateway.with(Gateway.config("openai", upstream));
        small = Gateway.with(Gateway.config("openai", upstream),
            Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", Integer.toString(LIMIT)));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        small.close();
        upstream.close();
    }

    private static String body(String json) {
        return post("", json);
    }

    /// The good request with another member in front.
    private static String with(String member) {
        return body("{" + member + "," + GOOD.substring(1));
    }

    private static String encoded(String name, String how, String text) throws IOException {
        return post("Content-Encoding: " + name + "\r\n",
            new String(RoundTripTest.compressed(how, text), StandardCharsets.ISO_8859_1));
    }

    private static String typed(String type) {
        return post("Content-Type: " + type + "\r\n", GOOD);
    }

    private static String chunked(String json) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n";
    }

    static List<BadInput> sizesAndEncodings() throws Exception {
        String bomb = " ".repeat(20_000_000);
        return List.of(
            row("at the limit", "200", body(GOOD + " ".repeat(LIMIT - GOOD.length()))),
            row("over the limit, declared", "413", body(GOOD + " ".repeat(LIMIT))),
            row("over the limit, chunked", "413", chunked(GOOD + " ".repeat(LIMIT))),
            row("gzip bomb", "413", encoded("gzip", "gzip", bomb)),
            row("deflate bomb", "413", encoded("deflate", "deflate", bomb)),
            row("br", "415", encoded("br", "gzip", bomb)),
            row("zstd bomb", "413", post("Content-Encoding: zstd\r\n",
                new String(ZstdSamples.bomb(1_000), StandardCharsets.ISO_8859_1))),
            row("zstd that is gzip", "400", encoded("zstd", "gzip", GOOD)),
            row("gzip in gzip that is gzip once", "400", encoded("gzip, gzip", "gzip", GOOD)),
            row("two encodings in two fields", "415", encoded("gzip\r\nContent-Encoding: br", "gzip", GOOD)),
            row("gzip that is none", "400", encoded("gzip", "identity", GOOD)),
            row("gzip that is deflate", "400", encoded("gzip", "deflate", GOOD)),
            row("gzip unannounced", "400", post("", new String(RoundTripTest.compressed("gzip", GOOD),
                StandardCharsets.ISO_8859_1))),
            row("gzip with rubbish behind, which is passed over", "200",
                post("Content-Encoding: gzip\r\n", new String(RoundTripTest.compressed("gzip", GOOD),
                StandardCharsets.ISO_8859_1) + "rubbish")),
            row("text/plain", "415", typed("text/plain")),
            row("multipart", "415", typed("multipart/form-data; boundary=x")),
            row("text/html", "415", typed("text/html")),
            row("two types", "415", typed("application/json\r\nContent-Type: text/plain")),
            row("a type that begins like JSON", "415", typed("application/jsonp")),
            row("UTF-16 by its type and UTF-8 by its bytes", "200", typed("application/json; charset=utf-16")),
            row("UTF-16", "400", body("\u00ff\u00fe{\u0000}\u0000")));
    }

    @ParameterizedTest
    @MethodSource("sizesAndEncodings")
    void badSizesAndEncodingsHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(small, upstream);
    }

    static List<BadInput> json() {
        var keys = new StringBuilder("\"k\":0");
        for (int i = 0; i < 1_000_000; i++) keys.append(",\"k").append(i).append("\":0");
        String unknown = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"model\":\"p/nobody\"}";
        return List.of(
            row("empty", "400", body("")),
            row("null", "400", body("null")),
            row("array", "400", body("[" + GOOD + "]")),
            row("text", "400", body("\"" + "x".repeat(100) + "\"")),
            row("byte-order mark", "400", body("\u00ef\u00bb\u00bf" + GOOD)),
            row("invalid UTF-8", "400", with("\"a\":\"\u00ff\"")),
            row("overlong UTF-8", "400", with("\"a\":\"\u00c0\u0080\"")),
            row("a surrogate in UTF-8", "400", with("\"a\":\"\u00ed\u00a0\u0080\"")),
            row("a lone surrogate, escaped", "200", with("\"a\":\"\\ud800\"")),
            row("NUL, raw", "400", with("\"a\":\"\u0000\"")),
            row("NUL, escaped", "200", with("\"a\":\"\\u0000\"")),
            row("depth 100k", "400", with("\"a\":" + "[".repeat(100_000) + "]".repeat(100_000))),
            row("depth 256", "400", with("\"a\":" + "[".repeat(256) + "]".repeat(256))),
            row("depth 200", "200", with("\"a\":" + "[".repeat(200) + "]".repeat(200))),
            row("10^6 keys", "200", with(keys.toString())),
            row("10 MB in one text", "200", with("\"user\":\"" + "x".repeat(10_000_000) + "\"")),
            row("model twice, the last unknown", "404", body("{\"model\":\"p/m\"," + unknown)),
            row("model twice, the last known", "200", with("\"model\":\"p/nobody\"")),
            row("an unknown model behind 10 MB", "404",
                body("{\"user\":\"" + "x".repeat(10_000_000) + "\"," + unknown)),
            row("rubbish behind 10 MB", "400", body("{\"user\":\"" + "x".repeat(10_000_000) + "\"," + unknown + "}")),
            row("1e400", "200", with("\"temperature\":1e400")),
            row("-0", "200", with("\"temperature\":-0")),
            row("2^63", "200", with("\"seed\":9223372036854775808")),
            row("NaN", "400", with("\"temperature\":NaN")),
            row("a number of 1 MB", "200", with("\"seed\":" + "1".repeat(1_000_000))),
            row("leading zero", "400", with("\"seed\":01")),
            row("hexadecimal", "400", with("\"seed\":0x10")),
            row("trailing garbage", "400", body(GOOD + "x")),
            row("two documents", "400", body(GOOD + GOOD)),
            row("comment", "400", body("/* c */" + GOOD)),
            row("trailing comma", "400", body(GOOD.substring(0, GOOD.length() - 1) + ",}")));
    }

    @ParameterizedTest
    @MethodSource("json")
    void badJsonHasItsAnswer(BadInput bad) throws Exception {
        bad.check(gateway, upstream);
    }

    private static String model(String name) {
        return body(GOOD.replace("p/m", name));
    }

    static List<BadInput> meanings() {
        var tools = new StringBuilder("{\"type\":\"function\",\"function\":{\"name\":\"t\","
            + "\"parameters\":{\"type\":\"object\"}}}");
        for (int i = 0; i < 10_000; i++) {
            tools.append(",{\"type\":\"function\",\"function\":{\"name\":\"t").append(i)
                .append("\",\"parameters\":{\"type\":\"object\"}}}");
        }
        String inner = GOOD.replace("\"Hi\"", "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"URL\"}}]");
        return List.of(
            row("model with CR and LF", "404", model("p/m\\r\\nX: y")),
            row("model /../", "404", model("p/../m")),
            row("model of 10 kB", "404", model("m".repeat(10_000))),
            row("model __proto__", "404", model("__proto__")),
            row("model constructor", "404", model("constructor")),
            row("empty model", "400", model("")),
            row("max_tokens negative", "200", with("\"max_tokens\":-1")),
            row("max_tokens beyond 2^63", "200", with("\"max_tokens\":99999999999999999999")),
            row("10k tools", "200", with("\"tools\":[" + tools + "]")),
            row("a tool's name with quotes", "200",
                with("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\\\"b\",\"parameters\":{}}}]")),
            row("a prompt that looks like a stream", "200",
                body(GOOD.replace("Hi", "data: [DONE]\\n\\nevent: error\\ndata: {}\\n\\n"))),
            row("empty stop", "200", with("\"stop\":\"\"")),
            row("an image of the cloud's metadata is not fetched here", "200",
                body(inner.replace("URL", "http://169.254.169.254/latest"))),
            row("an image of a file is not read here", "200", body(inner.replace("URL", "file:///etc/passwd"))),
            row("an image that is no base64", "200", body(inner.replace("URL", "data:image/png;base64,!!!"))),
            row("a base URL of the client's own is not used", "200",
                with("\"base_url\":\"http://127.0.0.1:1/\",\"api_base\":\"http://[::]:1/\","
                    + "\"user_config\":{\"api_base\":\"http://2130706433:1\"}")),
            row("a host of the client's own is not used", "200",
                post("X-Portkey-Custom-Host: http://127.1:1\r\nX-LLM-Custom-Host: http://0.0.0.0:1\r\n", GOOD)));
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void badMeaningsHaveTheirAnswer(BadInput bad) throws Exception {
        bad.check(gateway, upstream);
    }
}
