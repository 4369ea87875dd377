package llmrouter.server;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// More clients than there is room for, and clients that leave in crowds.
class CrowdedTest {
    private static String read(Socket client) throws Exception {
        client.setSoTimeout(20_000);
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whoFindsNoRoomIsAskedToComeBackAndOthersAreServed() throws Exception {
        int room = 100;
        var begun = new CountDownLatch(room);
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            begun.countDown();
            go.await();
            wire.json(200, Samples.CHAT_ANSWER);
        }); var gateway = Gateway.with(Gateway.config("openai", upstream), Map.of("LLM_ROUTER_MAX_CONNECTIONS", Integer.toString(room)))) {
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < room; i++) crowd.add(gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(false))));
            assertTrue(ScriptedUpstream.soon(begun));
            List<Socket> late = new ArrayList<>();
            for (int i = 0; i < room / 2; i++) late.add(gateway.connect(gateway.rawPost(Samples.MESSAGES, Samples.messages(false))));
            for (Socket client : late) {
                assertEquals("HTTP/1.1 503", read(client));
                client.close();
            }
            for (String path : new String[] {Samples.CHAT, Samples.MESSAGES}) refused(path, gateway);
            assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
            assertEquals(200, gateway.send(gateway.request("/v1/models")).statusCode());
            go.countDown();
            for (Socket client : crowd) {
                assertEquals("HTTP/1.1 200", read(client));
                client.close();
            }
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            assertEquals(room + 1, upstream.seen().size());
        }
    }

    private static void refused(String path, Gateway gateway) throws Exception {
        var answer = gateway.post(path, Samples.request(path, false));
        assertEquals(503, answer.statusCode(), answer.body());
        assertEquals("1", answer.headers().firstValue("retry-after").orElse(""));
        assertTrue(answer.headers().firstValue("x-should-retry").isEmpty());
        Json.Obj body = (Json.Obj) Json.parse(answer.body());
        assertEquals(path.equals(Samples.MESSAGES) ? "error" : null, body.text("type"));
        assertTrue(body.object("error").text("message").contains("LLM_ROUTER_MAX_CONNECTIONS"), answer.body());
    }

    /// None may leave a request behind that a stopping gateway waits for.
    @ParameterizedTest
    @ValueSource(strings = {"in the request line", "in the body", "before the answer", "before the answer, in order", "in a stream", "in a whole answer", "refused"})
    void whoeverLeavesLeavesNothingBehind(String when) throws Exception {
        int times = 20;
        var reached = new AtomicInteger();
        try (var upstream = new ScriptedUpstream(wire -> {
            if (when.equals("in a stream")) wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            if (when.equals("in a whole answer")) wire.json(200, Samples.CHAT_ANSWER.replace("Hello", "x".repeat(3_000_000)));
            reached.incrementAndGet();
            if (!when.equals("in a whole answer")) wire.awaitDeparture();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            for (int i = 1; i <= times; i++) {
                String request = gateway.rawPost(Samples.CHAT, Samples.chat(when.equals("in a stream")));
                Socket client = gateway.connect(switch (when) {
                    case "in the request line" -> request.substring(0, 10);
                    case "in the body" -> request.substring(0, request.length() - 5);
                    case "refused" -> request.replace("Host: 127", "Host: 128");
                    default -> request;
                });
                if (!when.startsWith("in the ") && !when.equals("refused")) while (reached.get() < i) Thread.onSpinWait();
                if (!when.endsWith("in order")) client.setSoLinger(true, 0);
                client.close();
            }
            assertEquals(200, gateway.send(gateway.request("/health")).statusCode());
            long began = System.nanoTime();
            gateway.server().drain(Duration.ofSeconds(30));
            assertTrue(System.nanoTime() - began < 10_000_000_000L, "it waited for clients that have gone");
        }
    }
}
