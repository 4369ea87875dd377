package llmrouter.worker.live;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.codings.Encoded;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.Gateway;
import llmrouter.server.Samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Answers of providers that are whole, compressed, false or too large, through the Worker in the Workers runtime.
class LiveAnswerTest {
    private static final String ALL_WAYS = """
        openai,/v1/chat/completions
        openai,/v1/messages
        claude,/v1/chat/completions
        claude,/v1/messages""";

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveProvider second;
    private static LiveProcess process;

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider();
        second = new LiveProvider();
        process = new LiveSetup(folder).gateway("plain", provider.config(second), Map.of())
            .gateway("odd", provider.config(second).replaceFirst("\"apiKey\":\"[^\"]+\"", "\"apiKeyEnv\":\"ODD\""),
                Map.of("ODD", "sk-\n-" + Gateway.UPSTREAM_KEY)).start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (process != null) process.close();
        if (provider != null) provider.close();
        if (second != null) second.close();
    }

    private static LiveClient ask(String format, String path, boolean stream) throws Exception {
        String body = Samples.request(path, stream).replace("p/m", format + "/m");
        return LiveClient.ask(process.port("plain"), LiveClient.post(path, body));
    }

    private static Script answers(String type, String fields, byte[] body) {
        return wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\n" + fields + "content-length: "
            + body.length + "\r\n\r\n" + Encoded.text(body));
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aWholeAnswerIsGivenWhole(String format, String path) throws Exception {
        provider.does(Samples.good(format));
        LiveClient answer = ask(format, path, false);
        assertEquals(200, answer.status());
        assertEquals("application/json", answer.field("content-type"));
        assertTrue(answer.body().contains(bytes("Hello wörld")), answer.body());
        Json.parse(new String(answer.body().getBytes(ISO_8859_1), UTF_8));
    }

    /// A whole answer that is only passed on has its bytes, whatever they are.
    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void bytesThatAreNoTextArePassedOn(String framing) throws Exception {
        String odd = Samples.CHAT_ANSWER.replace("wörld", "w\u00ff\u00c0\u0080");
        provider.does(wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
            + switch (framing) {
                case "length" -> "content-length: " + odd.length() + "\r\n\r\n" + odd;
                case "chunked" -> "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(odd.length()) + "\r\n"
                    + odd + "\r\n0\r\n\r\n";
                default -> "connection: close\r\n\r\n" + odd;
            }).close());
        assertEquals(odd, ask("openai", Samples.CHAT, false).body());
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aCompressedAnswerIsDecoded(String format, String path) throws Exception {
        provider.does(answers("application/json", "content-encoding: gzip\r\n",
            Encoded.as("gzip", Samples.answer(format).getBytes(UTF_8))));
        LiveClient whole = ask(format, path, false);
        assertTrue(whole.body().contains(bytes("Hello wörld")), whole.body());
        assertNull(whole.field("content-encoding"));
        provider.does(answers("text/event-stream", "content-encoding: gzip\r\n",
            Encoded.as("gzip", Samples.stream(format).getBytes(UTF_8))));
        LiveClient stream = ask(format, path, true);
        assertTrue(stream.body().contains("world"), stream.body());
        assertNull(stream.field("content-encoding"));
    }

    /// The next provider answers, and the log has what was wrong.
    private static void isFalse(String word, Script script) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            provider.does(script);
            second.does(Samples.good("openai"));
            int lines = process.log().size();
            LiveClient answer = ask("openai", Samples.CHAT, stream);
            assertEquals(200, answer.status(), answer.body());
            assertEquals("openai2/m", answer.field("x-llm-router-candidate"), word);
            assertEquals(1, provider.seen().size());
            Json.Obj record = process.record(lines, answer.field("x-llm-router-request-id"), "openai2/m");
            assertEquals(2, record.objects("attempts").size(), record.toString());
        }
    }

    @Test
    void falseAnswersAreFailures() throws Exception {
        byte[] gzip = Encoded.as("gzip", Samples.CHAT_ANSWER.getBytes(UTF_8));
        isFalse("torn gzip", answers("application/json", "content-encoding: gzip\r\n",
            Arrays.copyOf(gzip, gzip.length - 20)));
        isFalse("no gzip", answers("application/json", "content-encoding: gzip\r\n", new byte[] {1, 2, 3}));
        isFalse("no JSON", answers("application/json", "", new byte[] {1, 2, 3}));
        isFalse("HTML", answers("text/html", "", "<html>hello</html>".getBytes(UTF_8)));
        isFalse("empty", answers("application/json", "", new byte[0]));
        isFalse("204", wire -> wire.send("HTTP/1.1 204 No\r\n\r\n"));
        isFalse("half a head", wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-ty").close());
        isFalse("a false length", wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\n").close());
        isFalse("too short", wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{").close());
        isFalse("a false chunk",
            wire -> wire.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n").close());
        isFalse("600", wire -> wire.send("HTTP/1.1 600 X\r\ncontent-length: 0\r\n\r\n"));
        isFalse("closed", Wire::close);
    }

    /// An isolate has 128 MB: the bytes that come out of a compressed answer are counted, and not its length.
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anAnswerThatGrowsBeyondMeasureIsRefused(boolean length) throws Exception {
        byte[] bomb = Encoded.as("gzip", " ".repeat(40_000_000).getBytes(UTF_8));
        provider.does(length ? answers("application/json", "content-encoding: gzip\r\n", bomb)
            : wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
                + "content-encoding: gzip\r\n\r\n" + Encoded.text(bomb)).close());
        LiveClient answer = LiveClient.ask(process.port("plain"), LiveClient.post(Samples.CHAT,
            Samples.chat(false).replace("p/m", "openai/n")));
        assertEquals(502, answer.status());
        assertTrue(answer.body().contains("it is longer than"), answer.body());
        provider.does(Samples.good("openai"));
        assertEquals(200, ask("openai", Samples.CHAT, false).status());
    }

    @Test
    void theLocationOfARedirectIsNotAsked() throws Exception {
        second.does(wire -> wire.json(500, "{}"));
        provider.does(wire -> wire.send("HTTP/1.1 307 X\r\nlocation: " + second.url() + "/chat/completions\r\n"
            + "content-length: 0\r\n\r\n"));
        LiveClient answer = LiveClient.ask(process.port("plain"), LiveClient.post(Samples.CHAT,
            Samples.chat(false).replace("p/m", "openai/n")));
        assertEquals(502, answer.status());
        assertTrue(answer.body().contains("redirect (307)"), answer.body());
        assertEquals(0, second.seen().size());
    }

    /// What the runtime says of such a key quotes it.
    @Test
    void aKeyThatCannotBeSentIsAFailureOfItsProviderAndIsNotShown() throws Exception {
        second.does(Samples.good("openai"));
        provider.does(Samples.good("openai"));
        LiveClient answer = LiveClient.ask(process.port("odd"), LiveClient.post(Samples.CHAT,
            Samples.chat(false).replace("p/m", "openai/m")));
        assertEquals("openai2/m", answer.field("x-llm-router-candidate"), answer.body());
        LiveClient told = LiveClient.ask(process.port("odd"), LiveClient.post(Samples.CHAT,
            Samples.chat(false).replace("p/m", "openai/n")));
        assertTrue(told.status() >= 400 && told.body().contains("cannot be sent"), told.body());
        assertEquals(0, provider.seen().size());
        assertFalse((told.body() + process.log()).contains(Gateway.UPSTREAM_KEY), process.log()::toString);
    }

    /// More than a piece of any buffer on the way, with characters of each length.
    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "openai,/v1/messages"})
    void aMegabyteGoesThroughInBothDirections(String format, String path) throws Exception {
        String text = "aé€😀".repeat(100_000);
        provider.does(wire -> wire.json(200, Samples.answer(format).replace("Hello", text)));
        String body = Samples.request(path, false).replace("p/m", format + "/m").replace("Hi", text);
        LiveClient answer = LiveClient.ask(process.port("plain"), LiveClient.post(path, body));
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains(bytes(text)));
        assertTrue(provider.seen().getFirst().body().contains(text));
        provider.does(wire -> wire.stream().send(Samples.opening(format) + Samples.delta(format, bytes(text))
            + Samples.closing(format)).close());
        LiveClient stream = LiveClient.ask(process.port("plain"), LiveClient.post(path,
            Samples.request(path, true).replace("p/m", format + "/m")));
        assertTrue(stream.body().contains(bytes(text)));
    }
}
