package llmrouter.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// More clients than the limit, and many clients that disconnect.
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
        }); var gateway = Gateway.with(Gateway.config("openai", upstream),
                Map.of("LLM_ROUTER_MAX_CONNECTIONS", Integer.toString(room)))) {
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < room; i++) {
                crowd.add(gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(false))));
            }
            assertTrue(ScriptedUpstream.soon(begun));
            List<Socket> late = new ArrayList<>();
            for (int i = 0; i < room / 2; i++) {
                late.add(gateway.connect(gateway.rawPost(Samples.MESSAGES, Samples.messages(false))));
            }
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

    /// In a process of its own, whose server takes few connections: it must not count those that are gone, nor wait
    /// for them when it stops.
    @Test
    void clientsThatDisconnectTakeUpNoConnection() throws Exception {
        var child = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djdk.httpserver.maxConnections=24",
            "-cp", System.getProperty("java.class.path"), Departures.class.getName()).inheritIO().start();
        try {
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, child.exitValue());
        } finally {
            child.destroyForcibly();
        }
    }

    /// Disconnects in every phase of a request, more often than the server takes connections.
    static final class Departures {
        private static final int ROUNDS = 4;
        private static final int AT_ONCE = 8;

        private Departures() {}

        public static void main(String[] args) throws Exception {
            for (String when : new String[] {"in the request line", "in the body", "before the answer",
                    "before the answer, in order", "in a stream", "in a whole answer", "refused"}) {
                disconnect(when);
            }
        }

        private static void disconnect(String when) throws Exception {
            var reached = new Semaphore(0);
            var left = new Semaphore(0);
            boolean known = !when.startsWith("in the ") && !when.equals("refused");
            try (var upstream = new ScriptedUpstream(wire -> {
                if (when.equals("in a stream")) {
                    wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
                }
                if (when.equals("in a whole answer")) {
                    wire.json(200, Samples.CHAT_ANSWER.replace("Hello", "x".repeat(3_000_000)));
                }
                reached.release();
                if (!when.equals("in a whole answer")) wire.awaitDeparture();
                left.release();
            }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (int i = 0; i < AT_ONCE; i++) depart(when, gateway, known ? reached : null);
                    if (known) left.acquire(AT_ONCE);
                }
                long began = System.nanoTime();
                while (!serves(gateway)) {
                    if (System.nanoTime() - began > 5_000_000_000L) {
                        throw new AssertionError("no request is served after clients disconnected " + when);
                    }
                }
                began = System.nanoTime();
                gateway.server().drain(Duration.ofSeconds(30));
                if (System.nanoTime() - began > 10_000_000_000L) {
                    throw new AssertionError("it waited for clients that had disconnected " + when);
                }
            }
        }

        private static boolean serves(Gateway gateway) {
            try {
                return gateway.raw("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200");
            } catch (IOException closed) {
                return false;
            }
        }

        private static void depart(String when, Gateway gateway, Semaphore reached) throws Exception {
            String request = gateway.rawPost(Samples.CHAT, Samples.chat(when.equals("in a stream")));
            Socket client = gateway.connect(switch (when) {
                case "in the request line" -> request.substring(0, 10);
                case "in the body" -> request.substring(0, request.length() - 5);
                case "refused" -> request.replace("Host: 127", "Host: 128");
                default -> request;
            });
            if (reached != null) reached.acquire();
            if (!when.endsWith("in order")) client.setSoLinger(true, 0);
            client.close();
        }
    }
}
