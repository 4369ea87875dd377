package llmrouter.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Starting, draining, stopping.
class LifecycleTest {
    @Test
    void drainingLetsStreamsFinishAndAcceptsNoNewRequests() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            assertTrue(ScriptedUpstream.soon(go));
            wire.send(Samples.closing("openai")).close();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream));
                Socket kept = gateway.connect("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) {
            kept.setSoTimeout(5000);
            readAnswer(kept);
            var running = gateway.open(Samples.CHAT, Samples.chat(true));
            String first = new String(running.body().readNBytes(20), StandardCharsets.UTF_8);
            var drained = CompletableFuture.runAsync(() -> gateway.server().drain(Duration.ofSeconds(20)));
            awaitRefusal(gateway.port());
            String late = askOn(kept, gateway.rawPost(Samples.CHAT, Samples.chat(false)));
            assertTrue(late.isEmpty() || late.startsWith("HTTP/1.1 503"), late);
            assertFalse(drained.isDone(), "it waits for the stream");
            go.countDown();
            String all = first + new String(running.body().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.endsWith("data: [DONE]\n\n"), all);
            drained.get(10, TimeUnit.SECONDS);
            assertEquals(1, upstream.seen().size());
        }
    }

    private static void readAnswer(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().contains("\"status\":\"ok\"}")) head.append((char) socket.getInputStream().read());
    }

    private static String askOn(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] head = socket.getInputStream().readNBytes(12);
            return new String(head, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // closed: no new request is accepted
        }
    }

    /// Until new connections are refused; the test's time limit ends it otherwise.
    private static void awaitRefusal(int port) throws IOException {
        while (true) {
            try (Socket late = new Socket("127.0.0.1", port)) {
                late.setSoLinger(true, 0);
            } catch (ConnectException _) {
                return;
            } catch (SocketException _) {
                continue; // taken from the queue of a listener that is going
            }
        }
    }

    @Test
    void readinessSaysThatItIsDraining() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            assertEquals("{\"status\":\"ok\"}", gateway.send(gateway.request("/ready")).body());
        }
    }

    /// It was cut without a word.
    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES, "/v1/responses"})
    void whatIsNotDoneInTimeEndsWithAnErrorInTheClientsFormat(String path) throws Exception {
        String format = path.equals(Samples.MESSAGES) ? "claude" : "openai";
        String body = path.equals("/v1/responses") ? "{\"model\":\"p/m\",\"stream\":true,\"input\":\"Hi\"}"
            : Samples.request(path, true);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening(format) + Samples.delta(format, "Hello "));
            wire.awaitDeparture();
        }); var gateway = Gateway.with(Gateway.config(format, upstream));
                Socket client = gateway.connect(gateway.rawPost(path, body))) {
            client.setSoTimeout(10_000);
            byte[] first = client.getInputStream().readNBytes(300);
            long began = System.nanoTime();
            gateway.server().drain(Duration.ofMillis(300));
            assertTrue(System.nanoTime() - began < 5_000_000_000L);
            String all = new String(first, StandardCharsets.UTF_8) + rest(client);
            assertTrue(all.contains("The gateway stops before the answer is complete."), all);
            assertTrue(all.endsWith("0\r\n\r\n"), all);
            for (String end : List.of("\"message_stop\"", "\"response.completed\"", "\"finish_reason\":\"stop\"")) {
                assertFalse(all.contains(end), all);
            }
        }
    }

    @Test
    void aWholeAnswerThatIsNotDoneInTimeIsRefusedWithTheReason() throws Exception {
        var asked = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            asked.countDown();
            wire.awaitDeparture();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return gateway.post(Samples.CHAT, Samples.chat(false));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertTrue(ScriptedUpstream.soon(asked));
            gateway.server().drain(Duration.ofMillis(100));
            assertEquals(503, answer.get(10, TimeUnit.SECONDS).statusCode());
            assertTrue(answer.get().body().contains("The gateway stops before"), answer.get().body());
            assertEquals(1, upstream.seen().size(), "nothing is tried again");
        }
    }

    private static String rest(Socket client) {
        try {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // a reset looks cut as well
        }
    }

    @Test
    void closingEndsEverythingAtOnce() throws Exception {
        var left = new CompletableFuture<Long>();
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            left.complete(wire.awaitDeparture());
        }); var gateway = Gateway.with(Gateway.config("openai", upstream));
                Socket client = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(true)))) {
            client.setSoTimeout(10_000);
            client.getInputStream().readNBytes(300);
            long began = System.nanoTime();
            gateway.server().close();
            assertFalse(rest(client).contains("[DONE]"));
            left.get(5, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - began < 3_000_000_000L);
            gateway.server().close();
            assertTrue(gateway.log().stream().noneMatch(line -> line.contains("internal error")),
                gateway.log().toString());
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new ListenAddress("127.0.0.1", holder.getLocalPort(), ListenAddress.KeyRule.NEVER);
            var refused = assertThrows(BindException.class,
                () -> GatewayServer.start(address, Gateway.settings(Map.of()), ServerContext.usual(),
                Gateway.config("{\"version\":2,\"providers\":[]}"), _ -> {}).close());
            assertEquals("Address already in use: 127.0.0.1:" + holder.getLocalPort(), refused.getMessage());
        }
    }

    @Test
    void aNewConfigurationCountsForNewRequestsOnly() throws Exception {
        var go = new CountDownLatch(1);
        try (var old = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            assertTrue(ScriptedUpstream.soon(go));
            wire.send(Samples.closing("openai")).close();
        });
                var fresh = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", old))) {
            var running = gateway.open(Samples.CHAT, Samples.chat(true));
            running.body().readNBytes(20);
            gateway.server().replace(Gateway.config(Gateway.config("openai", fresh)));
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            assertEquals(1, fresh.seen().size());
            go.countDown();
            assertTrue(new String(running.body().readAllBytes(), StandardCharsets.UTF_8).endsWith("data: [DONE]\n\n"));
        }
    }
}
