package llmrouter.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.state.MemoryStore;
import llmrouter.state.StateStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A stream that was not completed never looks complete, whatever broke it.
class StreamTruthTest {
    private static final String ALL_WAYS = """
        openai,/v1/chat/completions
        openai,/v1/messages
        claude,/v1/chat/completions
        claude,/v1/messages""";

    private static void begin(Wire wire, String format) throws IOException {
        wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "));
    }

    private static void endsInAnError(String path, HttpResponse<String> answer, String word) {
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("Hello "), answer.body());
        String last = answer.body().stripTrailing();
        last = last.substring(last.lastIndexOf("\n\n") + 1).strip();
        assertTrue(last.startsWith(path.equals(Samples.MESSAGES)
            ? "event: error\ndata: {\"type\":\"error\",\"error\":{" : "data: {\"error\":{"), answer.body());
        assertTrue(last.contains(word), last);
        for (String end : Samples.ENDS) assertFalse(answer.body().contains(end), answer.body());
    }

    private static void brokenBy(Script script, String format, String path, String word) throws Exception {
        try (var upstream = new ScriptedUpstream(script);
                var gateway = Gateway.with(Gateway.config(format, upstream),
                        Map.of("LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS", "300"))) {
            endsInAnError(path, gateway.post(path, Samples.request(path, true)), word);
            assertEquals(1, upstream.seen().size(), "after the first content nothing is repeated");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anEndWithoutAFinishIsAnError(String format, String path) throws Exception {
        brokenBy(wire -> {
            begin(wire, format);
            wire.close();
        }, format, path, "ended its stream before the answer was complete");
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aCutChunkedBodyIsAnError(String format, String path) throws Exception {
        brokenBy(wire -> {
            String piece = Samples.opening(format) + Samples.delta(format, "Hello ");
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                + Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            wire.close();
        }, format, path, "closed in the middle of the answer");
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aResetIsAnError(String format, String path) throws Exception {
        var seen = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            begin(wire, format);
            assertTrue(ScriptedUpstream.soon(seen));
            wire.reset();
        }); var gateway = Gateway.with(Gateway.config(format, upstream))) {
            var answer = gateway.open(path, Samples.request(path, true));
            String first = new String(answer.body().readNBytes(20));
            seen.countDown();
            String all = first + new String(answer.body().readAllBytes());
            assertTrue(all.contains("\"error\""), all);
            assertTrue(all.contains("closed in the middle of the answer"), all);
            for (String end : Samples.ENDS) assertFalse(all.contains(end), all);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anErrorEventIsTheEnd(String format, String path) throws Exception {
        String error = format.equals("claude")
            ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"Overloaded today\"}}\n\n"
            : "data: {\"error\":{\"message\":\"Overloaded today\",\"type\":\"server_error\",\"code\":null}}\n\n";
        brokenBy(wire -> {
            begin(wire, format);
            wire.send(error);
            wire.awaitDeparture();
        }, format, path, "Overloaded today");
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void silenceBecomesATimeout(String format, String path) throws Exception {
        brokenBy(wire -> {
            begin(wire, format);
            wire.awaitDeparture();
        }, format, path, "sent nothing in the middle");
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aSlowProviderIsBridgedByHeartbeats(String format, String path) throws Exception {
        var heard = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            assertTrue(ScriptedUpstream.soon(heard));
            Samples.good(format).run(wire);
        }); var gateway = Gateway.with(Gateway.config(format, upstream), Map.of("LLM_ROUTER_HEARTBEAT_MS", "50"))) {
            var answer = gateway.open(path, Samples.request(path, true));
            String first = new String(answer.body().readNBytes(12));
            assertTrue(first.startsWith(":"), first);
            heard.countDown();
            String rest = new String(answer.body().readAllBytes());
            assertTrue(rest.contains("world") && rest.contains(Samples.ENDS.get(path.equals(Samples.MESSAGES)
                ? 1 : 0)), rest);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void aFailureBeforeTheFirstContentIsInvisible(String format, String path) throws Exception {
        try (var broken = new ScriptedUpstream(wire -> wire.stream().send(Samples.opening(format)).close());
                var good = new ScriptedUpstream(Samples.good(format));
                var gateway = Gateway.with(Gateway.config(format, broken, good))) {
            HttpResponse<String> answer = gateway.post(path, Samples.request(path, true));
            assertEquals("p2/m", answer.headers().firstValue("x-llm-router-candidate").orElse(""));
            assertTrue(answer.body().contains("world"), answer.body());
            assertFalse(answer.body().contains("\"error\""), answer.body());
            assertEquals(1, good.seen().size());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = ALL_WAYS)
    void anErrorAfterHeartbeatsComesAsAnEvent(String format, String path) throws Exception {
        var heard = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            assertTrue(ScriptedUpstream.soon(heard));
            wire.json(400, "{\"error\":{\"message\":\"no such thing\",\"type\":\"invalid_request_error\"}}");
        }); var gateway = Gateway.with(Gateway.config(format, upstream), Map.of("LLM_ROUTER_HEARTBEAT_MS", "50"))) {
            var answer = gateway.open(path, Samples.request(path, true));
            assertEquals(200, answer.statusCode());
            answer.body().readNBytes(3);
            heard.countDown();
            String rest = new String(answer.body().readAllBytes());
            assertTrue(rest.contains("no such thing"), rest);
            for (String end : Samples.ENDS) assertFalse(rest.contains(end), rest);
        }
    }

    /// A shared state that fails when something is reported to it, as with a full disk or a lost server.
    private record Broken(StateStore whole) implements StateStore {
        @Override
        public PickResult consult(PickRequest question) {
            return whole.consult(question);
        }

        @Override
        public void report(List<Outcome> outcomes) {
            throw new IllegalStateException("the state is out of order");
        }

        @Override
        public List<EndedCooldown> end(Predicate<String> candidates) {
            return whole.end(candidates);
        }

        @Override
        public List<EndedCooldown> adopt(Map<String, String> fingerprints) {
            return whole.adopt(fingerprints);
        }

        @Override
        public String trouble() {
            return whole.trouble();
        }

        @Override
        public void close() {
            whole.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,data: {\"error\":{", "/v1/messages,event: error"})
    void aFaultOfOurOwnAfterTheHeadIsAnErrorEvent(String path, String begins) throws Exception {
        var heard = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            assertTrue(ScriptedUpstream.soon(heard));
            wire.json(500, "{}");
        }); var gateway = Gateway.with(Gateway.config("openai", upstream),
                new Broken(new MemoryStore(new HealthPolicy(0, 0, 0, 0, 0, 0, 0, 60_000), Clock.systemUTC())),
                Map.of("LLM_ROUTER_HEARTBEAT_MS", "50"))) {
            var answer = gateway.open(path, Samples.request(path, true));
            answer.body().readNBytes(3);
            heard.countDown();
            String rest = new String(answer.body().readAllBytes());
            assertTrue(rest.contains(begins) && rest.contains("The gateway failed on this request"), rest);
            assertTrue(gateway.log().stream().anyMatch(line -> line.contains("internal error")
                && line.contains("the state is out of order")), gateway.log().toString());
        }
    }

    @Test
    void aFaultOfOurOwnBeforeTheHeadIsA500() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(500, "{}"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        new Broken(new MemoryStore(new HealthPolicy(0, 0, 0, 0, 0, 0, 0, 60_000), Clock.systemUTC())),
                        Map.of())) {
            HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(true));
            assertEquals(500, answer.statusCode());
            assertTrue(answer.body().contains("Its log has the details under req_"), answer.body());
            assertFalse(answer.body().contains("out of order"), answer.body());
        }
    }
}
