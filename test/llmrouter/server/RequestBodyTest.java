package llmrouter.server;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.memory.HeapBudgets;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.bodies.BodyReader;
import llmrouter.server.bodies.BodyRoom;
import llmrouter.server.bodies.HeldBody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Bodies that a client should not send: each gets its status in the client's own format, and the gateway lives on.
class RequestBodyTest {
    private static final Map<String, String> SMALL = Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "100000");

    private static void refused(int status, String path, HttpResponse<String> answer, String word) {
        assertEquals(status, answer.statusCode(), answer.body());
        Json.Obj body = (Json.Obj) Json.parse(answer.body());
        if (path.equals(Samples.MESSAGES)) assertEquals("error", body.text("type"), answer.body());
        assertTrue(body.object("error").text("message").contains(word), answer.body());
        assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
    }

    private static void stillAlive(Gateway gateway) throws Exception {
        assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
    }

    /// name, status, a word of the message, body. `PASS` bodies reach the provider.
    static List<BadBody> bodies() {
        String open = "{\"model\":\"p/m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
        return List.of(
            new BadBody("empty", 400, "JSON", ""),
            new BadBody("only space", 400, "JSON", " \n\t "),
            new BadBody("null", 400, "object", "null"),
            new BadBody("array", 400, "object", "[1]"),
            new BadBody("string", 400, "object", "\"x\""),
            new BadBody("a word", 400, "JSON", "hello"),
            new BadBody("cut", 400, "JSON", open),
            new BadBody("trailing text", 400, "JSON", open + "} x"),
            new BadBody("two objects", 400, "JSON", open + "}{}"),
            new BadBody("trailing comma", 400, "JSON", open + ",}"),
            new BadBody("comment", 400, "JSON", open + "/* c */}"),
            new BadBody("single quotes", 400, "JSON", "{'model':'p/m'}"),
            new BadBody("NaN", 400, "JSON", open + ",\"temperature\":NaN}"),
            new BadBody("Infinity", 400, "JSON", open + ",\"temperature\":-Infinity}"),
            new BadBody("hexadecimal", 400, "JSON", open + ",\"seed\":0x10}"),
            new BadBody("raw NUL", 400, "JSON", open + ",\"a\":\"\u0000\"}"),
            new BadBody("NUL between", 400, "JSON", open + "\u0000}"),
            new BadBody("deep arrays", 400, "deep", open + ",\"a\":" + "[".repeat(100_000)),
            new BadBody("deep objects", 400, "deep", open + ",\"a\":" + "{\"a\":".repeat(100_000)),
            new BadBody("model is a number", 400, "model",
                "{\"model\":1,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new BadBody("no messages", 400, "messages", "{\"model\":\"p/m\",\"max_tokens\":9}"),
            new BadBody("messages is text", 400, "messages", "{\"model\":\"p/m\",\"max_tokens\":9,\"messages\":\"x\"}"),
            new BadBody("unknown model", 404, "p/q",
                "{\"model\":\"p/q\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new BadBody("prototype name", 404, "__proto__",
                "{\"model\":\"__proto__\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new BadBody("path as a model", 404, "/../",
                "{\"model\":\"p/../m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
            new BadBody("lines in a model", 404, "model",
                "{\"model\":\"p/m\\r\\nSet-Cookie: a=b\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"x\"}]}"),
            new BadBody("long model", 404, "model", "{\"model\":\"" + "m".repeat(10_000)
                + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));
    }

    record BadBody(String name, int status, String word, String body) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void badJsonIsRefusedInBothFormats(BadBody bad) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
                HttpResponse<String> answer = gateway.post(path, bad.body());
                refused(bad.status(), path, answer, bad.word());
                assertTrue(answer.body().length() < 1000, "the message quotes too much: " + answer.body().length());
            }
            assertEquals(0, upstream.seen().size());
            stillAlive(gateway);
        }
    }

    @Test
    void missingMaxTokensIsNamedToMessagesClients() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            refused(400, Samples.MESSAGES, gateway.post(Samples.MESSAGES,
                "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"), "max_tokens");
        }
    }

    /// Odd but valid: passed on as written.
    @ParameterizedTest
    @ValueSource(strings = {"\"temperature\":1e400", "\"temperature\":-0", "\"seed\":9223372036854775808",
        "\"seed\":-123456789012345678901234567890",
        "\"user\":\"\\ud800\"", "\"user\":\"\\u0000\"", "\"user\":\"data: [DONE]\\n\\ndata: {}\"", "\"\":1",
            "\"__proto__\":{\"a\":1}", "\"a\":1,\"a\":2"})
    void oddNumbersAndTextsPassUnchanged(String member) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String body = Samples.chat(false).replace("\"stream\"", member + ",\"stream\"");
            assertEquals(200, gateway.post(Samples.CHAT, body).statusCode());
            assertEquals(body.replace("p/m", "m"), upstream.seen().getFirst().body());
        }
    }

    @Test
    void routerAndProviderReadTheSameOfTwoModels() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            assertEquals(200, gateway.post(Samples.CHAT,
                "{\"model\":\"p/m\",\"model\":\"p/n\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .statusCode());
            assertEquals("{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                upstream.seen().getFirst().body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aMillionKeysAndTenMegabytesOfTextAreNoTrouble(String path) throws Exception {
        var keys = new StringBuilder(Samples.request(path, false)).reverse().deleteCharAt(0).reverse();
        for (int i = 0; i < 1_000_000; i++) keys.append(",\"k").append(i).append("\":").append(i);
        String big = Samples.request(path, false).replace("Hi", "x".repeat(10_000_000));
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            HttpResponse<String> answer = gateway.post(path, keys.append('}').toString());
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(200, gateway.post(path, big).statusCode());
            assertTrue(upstream.seen().getLast().body().contains("xxxx"));
        }
    }

    @Test
    void aByteOrderMarkIsSkippedOrRefusedButNeverSentOn() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            refused(400, Samples.CHAT, gateway.post(Samples.CHAT, "\uFEFF" + Samples.chat(false)), "byte-order mark");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "\u00c3", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080"})
    void invalidUtf8IsRefusedWithItsPlace(String bytes) throws Exception {
        String body = "{\"model\":\"" + bytes;
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
                var request = gateway.request(path)
                    .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)));
                refused(400, path, gateway.send(request), "not valid UTF-8 at byte 10");
            }
            stillAlive(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource({"text/plain,415", "application/x-www-form-urlencoded,415", "multipart/form-data; boundary=x,415",
        "application/jsonp,415", "'',200", "application/json,200",
        "Application/JSON; charset=utf-8,200", "application/vnd.api+json,200"})
    void onlyJsonIsTaken(String type, int status) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
                var request = gateway.request(path).POST(BodyPublishers.ofString(Samples.request(path, false)));
                if (!type.isEmpty()) request.header("content-type", type);
                HttpResponse<String> answer = gateway.send(request);
                if (status == 200) assertEquals(200, answer.statusCode(), answer.body());
                else refused(status, path, answer, "Send application/json");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "gzip, br", "gzip, gzip, gzip, gzip, gzip", "nonsense"})
    void otherEncodingsAreRefused(String encoding) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            refused(415, Samples.CHAT, gateway.post(Samples.CHAT, Samples.chat(false), "content-encoding", encoding),
                "gzip, deflate or zstd");
            stillAlive(gateway);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void falseAndCutCompressionIsRefused(String encoding) throws Exception {
        byte[] whole = RoundTripTest.compressed(encoding, Samples.chat(false));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (byte[] body : List.of(Samples.chat(false).getBytes(StandardCharsets.UTF_8), cut, new byte[0])) {
                var request = gateway.request(Samples.CHAT).header("content-encoding", encoding)
                    .POST(BodyPublishers.ofByteArray(body));
                refused(400, Samples.CHAT, gateway.send(request), "content-encoding");
            }
            stillAlive(gateway);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void theLimitIsThatOfTheInflatedBody(String encoding) throws Exception {
        byte[] bomb = RoundTripTest.compressed(encoding, " ".repeat(20_000_000));
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), SMALL)) {
            var request = gateway.request(Samples.MESSAGES).header("content-encoding", encoding)
                .POST(BodyPublishers.ofByteArray(bomb));
            refused(413, Samples.MESSAGES, gateway.send(request), "100000 bytes");
            stillAlive(gateway);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyBeyondTheLimitIsRefusedWhileItIsStillBeingSent(boolean declared) throws Exception {
        byte[] body = "x".repeat(5_000_000).getBytes(StandardCharsets.ISO_8859_1);
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), SMALL)) {
            for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) {
                var publisher = declared
                    ? BodyPublishers.ofByteArray(body)
                    : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
                refused(413, path, gateway.send(gateway.request(path).POST(publisher)),
                    "LLM_ROUTER_MAX_REQUEST_BODY_BYTES");
            }
            stillAlive(gateway);
        }
    }

    @Test
    void theRefusalOfATooLargeBodyDoesNotWaitForIt() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), SMALL);
                Socket client = gateway.connect("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Length: 99999999999\r\n\r\n{")) {
            client.setSoTimeout(5000);
            assertEquals("HTTP/1.1 413", new String(client.getInputStream().readNBytes(12)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "fffffffffffffffff\r\n{}", "2\r\n{}xx0\r\n\r\n"})
    void badChunksAreRefused(String chunks) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String smuggled = "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            try (Socket client = gateway.connect("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunks + smuggled)) {
                client.shutdownOutput();
                String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(answers.startsWith("HTTP/1.1 400"), answers);
                assertEquals(-1, answers.indexOf("HTTP/1.1", 1), "what follows a torn body is no request");
            }
            stillAlive(gateway);
        }
    }

    @Test
    void aBodyThatBreaksOffDoesNotAffectOtherRequests() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            Socket client = gateway.connect("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n"
                + "\r\n{\"mod");
            client.setSoLinger(true, 0);
            client.close();
            stillAlive(gateway);
            assertEquals(1, upstream.seen().size());
        }
    }

    @Test
    void aHalfClosedClientOfAnUnfinishedBodyIsTold() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream));
                Socket client = gateway.connect("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Length: 500\r\n\r\n{\"mod")) {
            client.setSoTimeout(5000);
            client.shutdownOutput();
            assertEquals("HTTP/1.1 400", new String(client.getInputStream().readNBytes(12)));
        }
    }

    /// The server ends a connection whose request is not read to its end in time, even while the answer streams.
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd", "identity"})
    void aBodyIsReadToItsVeryEnd(String encoding) throws Exception {
        byte[] whole = RoundTripTest.compressed(encoding, "{}");
        var in = new DribblingStream(whole);
        var headers = HeaderMap.of(List.of(new Header("content-encoding", encoding)));
        assertEquals("{}", BodyReader.read(headers, in, held(1000)).text());
        assertTrue(in.ended, "the end was not asked for");
        var endless = new DribblingStream(Arrays.copyOf(whole, 5000));
        assertThrows(GatewayError.class, () -> BodyReader.read(headers, endless, held(1000)));
    }

    private static HeldBody held(int limit) {
        return new BodyRoom(HeapBudgets.ofThisProcess(_ -> {}), limit).begin();
    }

    /// One byte a read, as a slow network gives.
    private static final class DribblingStream extends InputStream {
        private final byte[] bytes;
        private int at;
        private boolean ended;

        DribblingStream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            ended = at == bytes.length;
            return ended ? -1 : bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (len == 0) return 0;
            int c = read();
            if (c >= 0) b[off] = (byte) c;
            return c >= 0 ? 1 : -1;
        }
    }

    @Test
    void anExpectedContinueIsGiven() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream));
                Socket client = gateway.connect("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Expect: 100-continue\r\nContent-Length: "
                    + Samples.chat(false).length() + "\r\n\r\n")) {
            client.setSoTimeout(5000);
            int length = "HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n".length();
            String interim = new String(client.getInputStream().readNBytes(length));
            assertEquals("HTTP/1.1 100", interim.substring(0, 12));
            OutputStream out = client.getOutputStream();
            out.write(Samples.chat(false).getBytes(StandardCharsets.UTF_8));
            out.flush();
            String rest = new String(client.getInputStream().readNBytes(40));
            assertTrue(rest.contains("HTTP/1.1 200"), rest);
        }
    }
}
