package llmrouter.worker.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.Samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Streams through the Worker in the Workers runtime. Where an event must leave at once, the provider sends the next
/// one only when the client has it.
class LiveStreamTest {
    private static final String ALL_WAYS = """
        openai,/v1/chat/completions
        openai,/v1/messages
        claude,/v1/chat/completions
        claude,/v1/messages""";
    /// Words that only a complete stream has.
    private static final List<String> ENDS = List.of("[DONE]", "message_stop", "\"finish_reason\":\"stop\"",
        "\"stop_reason\":\"end_turn\"");
    private static final int SPLITS = 30;

    @TempDir
    private static Path folder;
    private static LiveProvider provider;
    private static LiveProvider second;
    private static LiveProcess process;

    @BeforeAll
    static void start() throws Exception {
        provider = new LiveProvider();
        second = new LiveProvider();
        String config = provider.config(second);
        process = new LiveSetup(folder).gateway("plain", config, Map.of())
            .gateway("beating", config, Map.of("LLM_ROUTER_HEARTBEAT_MS", "50"))
            .gateway("short", config, Map.of("LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS", "300",
                "LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS", "1000"))
            .start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (process != null) process.close();
        if (provider != null) provider.close();
        if (second != null) second.close();
    }

    private static LiveClient asks(String gateway, String format, String path) throws IOException {
        return new LiveClient(process.port(gateway))
            .send(LiveClient.post(path, Samples.request(path, true).replace("p/m", format + "/m"))).head();
    }

    /// Bytes as characters, one for each.
    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static Script inPieces(String stream, List<Integer> cuts) {
        return wire -> {
            wire.stream();
            int from = 0;
            for (int cut : cuts) {
                wire.send(stream.substring(from, cut));
                from = cut;
            }
            wire.send(stream.substring(from)).close();
        };
    }

    // ── Bytes ──

    /// Lines end in each way that the standard knows; there are comments, and a text that is no UTF-8.
    private static String odd(String format) {
        String events = Samples.opening(format) + Samples.delta(format, "Hello ")
            + Samples.delta(format, bytes("wörld €😀")) + Samples.closing(format);
        String mixed = ": a comment\n\n" + events.replaceFirst("\n\n", "\r\n\r\n");
        return mixed.replace("Hello ", "Hello \u00ff\u00c0\u0080 ");
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/chat/completions", "claude,/v1/messages"})
    void theSameFormatIsRelayedByteForByte(String format, String path) throws Exception {
        String stream = odd(format);
        // the one thing that is changed: the model's name, which a client compares with what it asked for
        String expected = format.equals("openai") ? stream
            : stream.replace("\"model\":\"m\"", "\"model\":\"claude/m\"");
        var every = new Integer[stream.length()];
        for (int i = 0; i < every.length; i++) every[i] = i;
        provider.does(inPieces(stream, List.of(every)));
        try (LiveClient client = asks("plain", format, path)) {
            assertEquals(expected, client.rest());
        }
        var random = new Random(15);
        for (int i = 0; i < SPLITS; i++) {
            List<Integer> cuts = random.ints(5, 0, stream.length()).sorted().boxed().toList();
            provider.does(inPieces(stream, cuts));
            try (LiveClient client = asks("plain", format, path)) {
                assertEquals(expected, client.rest(), cuts.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1/messages", "claude,/v1/chat/completions", "openai,/v1/responses", "claude,/v1/responses"})
    void aTranslatedStreamIsTheSameAtEverySplit(String format, String path) throws Exception {
        String stream = Samples.opening(format) + Samples.delta(format, bytes("wörld €😀")) + Samples.closing(format);
        String whole = translated(format, path, stream, List.of());
        assertTrue(whole.contains(bytes("wörld €😀")), whole);
        assertTrue(whole.contains(path.equals("/v1/responses") ? "response.completed"
            : path.equals(Samples.MESSAGES) ? "message_stop" : "[DONE]"), whole);
        var every = new Integer[stream.length()];
        for (int i = 0; i < every.length; i++) every[i] = i;
        assertEquals(whole, translated(format, path, stream, List.of(every)));
        var random = new Random(15);
        for (int i = 0; i < SPLITS; i++) {
            List<Integer> cuts = random.ints(5, 0, stream.length()).sorted().boxed().toList();
            assertEquals(whole, translated(format, path, stream, cuts), cuts.toString());
        }
    }

    /// Without what each answer has of its own.
    private static String translated(String format, String path, String stream, List<Integer> cuts) throws Exception {
        provider.does(inPieces(stream, cuts));
        String body = "{\"model\":\"" + format + "/m\",\"stream\":true,\"input\":\"Hi\"}";
        if (!path.equals("/v1/responses")) body = Samples.request(path, true).replace("p/m", format + "/m");
        LiveClient answer = LiveClient.ask(process.port("plain"), LiveClient.post(path, body));
        assertEquals(200, answer.status());
        return answer.body().replaceAll("(msg|resp|chatcmpl)[-_][0-9a-zA-Z_]+", "$1")
            .replaceAll("\"(created|created_at|completed_at)\":[0-9]+", "\"$1\":0");
    }

    // ── Time ──

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void eachEventLeavesBeforeTheNextOneComes(String format, String path) throws Exception {
        var next = new Semaphore(0);
        provider.does(wire -> {
            wire.stream().send(Samples.opening(format));
            for (int i = 0; i < 20; i++) {
                wire.send(Samples.delta(format, "<" + i + ">"));
                assertTrue(next.tryAcquire(10, TimeUnit.SECONDS));
            }
            wire.send(Samples.closing(format)).close();
        });
        try (LiveClient client = asks("plain", format, path)) {
            for (int i = 0; i < 20; i++) {
                client.until("<" + i + ">");
                next.release();
            }
            assertTrue(client.rest().contains(path.equals(Samples.MESSAGES) ? "message_stop" : "[DONE]"));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aSilentProviderIsBridgedByHeartbeats(String format, String path) throws Exception {
        var heard = new Semaphore(0);
        provider.does(wire -> {
            assertTrue(heard.tryAcquire(10, TimeUnit.SECONDS));
            wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "));
            assertTrue(heard.tryAcquire(10, TimeUnit.SECONDS));
            wire.send(Samples.delta(format, "world") + Samples.closing(format)).close();
        });
        try (LiveClient client = asks("beating", format, path)) {
            assertTrue(client.until("\n\n").startsWith(":"));
            client.until("\n\n:");
            heard.release();
            client.until("Hello ");
            client.until("\n\n");
            String beat = client.until("\n\n");
            assertTrue(beat.startsWith(":") || beat.startsWith("event: ping"), beat);
            heard.release();
            String rest = client.rest();
            assertTrue(rest.contains("world"), rest);
        }
    }

    // ── Truth ──

    private static void begin(Wire wire, String format) throws IOException {
        wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "));
    }

    /// A break after the first content reaches the client as an error, and nothing is repeated.
    private static void endsInAnError(String gateway, String format, String path, String word, Script script)
            throws Exception {
        second.does(Samples.good(format));
        provider.does(script);
        int lines = process.log().size();
        try (LiveClient client = asks(gateway, format, path)) {
            String body = client.until("Hello ") + client.rest();
            String last = body.stripTrailing();
            last = last.substring(last.lastIndexOf("\n\n") + 1).strip();
            assertTrue(last.startsWith(path.equals(Samples.MESSAGES)
                ? "event: error\ndata: {\"type\":\"error\",\"error\":{" : "data: {\"error\":{"), body);
            assertTrue(last.contains(word), last);
            for (String end : ENDS) assertFalse(body.contains(end), body);
            process.record(lines, client.field("x-llm-router-request-id"), "\"candidate\"");
        }
        assertEquals(1, provider.seen().size());
        assertEquals(0, second.seen().size());
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anEndWithoutAFinishIsAnError(String format, String path) throws Exception {
        endsInAnError("plain", format, path, "ended its stream before the answer was complete", wire -> {
            begin(wire, format);
            wire.close();
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aCutChunkedBodyIsAnError(String format, String path) throws Exception {
        endsInAnError("plain", format, path, "in the middle of the answer", wire -> {
            String piece = Samples.opening(format) + Samples.delta(format, "Hello ");
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                + Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            wire.close();
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aBodyShorterThanItsLengthIsAnError(String format, String path) throws Exception {
        endsInAnError("plain", format, path, "in the middle of the answer", wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 100000\r\n\r\n"
                + Samples.opening(format) + Samples.delta(format, "Hello "));
            wire.close();
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aResetIsAnError(String format, String path) throws Exception {
        var got = new Semaphore(0);
        second.does(Samples.good(format));
        provider.does(wire -> {
            begin(wire, format);
            assertTrue(got.tryAcquire(10, TimeUnit.SECONDS));
            wire.reset();
        });
        try (LiveClient client = asks("plain", format, path)) {
            client.until("Hello ");
            got.release();
            String rest = client.rest();
            assertTrue(rest.contains("\"error\"") && rest.contains("in the middle of the answer"), rest);
            for (String end : ENDS) assertFalse(rest.contains(end), rest);
        }
        assertEquals(0, second.seen().size());
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anErrorEventIsTheEnd(String format, String path) throws Exception {
        String error = format.equals("claude")
            ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"Overloaded today\"}}\n\n"
            : "data: {\"error\":{\"message\":\"Overloaded today\",\"type\":\"server_error\",\"code\":null}}\n\n";
        var departed = new Semaphore(0);
        endsInAnError("plain", format, path, "Overloaded today", wire -> {
            begin(wire, format);
            wire.send(error);
            wire.awaitDeparture();
            departed.release();
        });
        assertTrue(departed.tryAcquire(10, TimeUnit.SECONDS), "the call goes on");
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void silenceBecomesATimeout(String format, String path) throws Exception {
        var departed = new Semaphore(0);
        endsInAnError("short", format, path, "sent nothing in the middle", wire -> {
            begin(wire, format);
            wire.awaitDeparture();
            departed.release();
        });
        assertTrue(departed.tryAcquire(10, TimeUnit.SECONDS), "the call goes on");
    }

    // ── Failover ──

    /// @param format of both providers
    private static void fallsBack(String gateway, String format, String path, Script script) throws Exception {
        provider.does(script);
        second.does(Samples.good(format));
        try (LiveClient client = asks(gateway, format, path)) {
            assertEquals(200, client.status());
            assertEquals(format + "2/m", client.field("x-llm-router-candidate"));
            String body = client.rest();
            assertTrue(body.contains("world"), body);
            assertFalse(body.contains("\"error\""), body);
        }
        assertEquals(1, provider.seen().size());
        assertEquals(1, second.seen().size());
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aFailureBeforeTheFirstContentIsInvisible(String format, String path) throws Exception {
        fallsBack("plain", format, path, wire -> wire.stream().send(Samples.opening(format)).close());
        fallsBack("plain", format, path, wire -> wire.json(500, "{}"));
        fallsBack("plain", format, path, Wire::reset);
        fallsBack("plain", format, path, wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            + "transfer-encoding: chunked\r\n\r\n5\r\n:").reset());
        fallsBack("plain", format, path, wire -> wire.send("this is no HTTP\r\n\r\n").close());
    }

    @Test
    void aStallBeforeTheFirstContentIsInvisible() throws Exception {
        var departed = new Semaphore(0);
        fallsBack("short", "openai", Samples.MESSAGES, wire -> {
            wire.stream().send(Samples.opening("openai"));
            wire.awaitDeparture();
            departed.release();
        });
        assertTrue(departed.tryAcquire(10, TimeUnit.SECONDS), "the call goes on");
    }
}
