package llmrouter.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The operator's commands and a gateway that is full, or whose port another program has while it drains.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperatorListenerTest {
    private static final String PIECE = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}""";
    private static final String LAST = """
        {"id":"1","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    @TempDir
    private Path home;

    private GatewayProcess.Told run(String... words) {
        return GatewayProcess.run(home, words);
    }

    @Test
    void aGatewayWhoseConnectionsAreAllTakenServesItsOperator() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:9");
        var silent = new ArrayList<Socket>();
        var java = new ArrayList<>(GatewayProcess.classes());
        java.addFirst("-Djdk.httpserver.maxConnections=20"); // of each listener
        try (var gateway = GatewayProcess.launch(home, Map.of("LLM_ROUTER_MAX_CONNECTIONS", "5"), java, "--port=0",
            "--drain-timeout=0").listening()) {
            for (int i = 0; i < 100; i++) silent.add(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
            awaitFull(gateway.port());
            var status = run("status");
            assertEquals(0, status.exitCode(), status.out());
            assertTrue(status.out().contains(gateway.url()), status.out());
            assertEquals(0, run("reload").exitCode());
            assertEquals(0, run("wake").exitCode());
            assertEquals("asked", ((Json.Obj) Json.parse(run("stop", "--json").out()))
                .objects("gateways").getFirst().text("by"));
            assertEquals(0, gateway.ended());
        } finally {
            for (Socket socket : silent) socket.close();
        }
    }

    /// Returns when a client gets no answer because the gateway has no room for its connection.
    private static void awaitFull(int port) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            try {
                String health = "GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
                if (Impostor.exchange(port, health).isEmpty()) return;
            } catch (IOException _) {
                return; // reset
            }
            Thread.sleep(5);
        }
        throw new AssertionError("the gateway still has room");
    }

    @Test
    void whoTakesThePortOfAGatewayThatDrainsIsSentNothing() throws Exception {
        var go = new CountDownLatch(1);
        try (var provider = new ScriptedUpstream(wire -> {
            wire.stream().event(PIECE);
            go.await();
            wire.event(LAST).event("[DONE]").close();
        })) {
            GatewayProcess.configure(home, provider.url());
            try (var gateway = GatewayProcess.start(home, "--port=0")) {
                HttpURLConnection stream = gateway.stream();
                var stopping = Thread.ofVirtual().start(() -> assertEquals(0, run("stop").exitCode()));
                while (Instances.in(home, _ -> {}).draining().isEmpty()) Thread.sleep(5);
                try (var impostor = impostor(gateway)) {
                    String port = "--port=" + gateway.port();
                    var status = run("status", port);
                    assertTrue(status.out().contains("process " + gateway.pid()) && status.out().contains("1 request"),
                        status.out());
                    assertEquals(1, run("reload", port).exitCode());
                    try (var late = GatewayProcess.launch(home, Map.of(), GatewayProcess.classes(), port)) {
                        assertEquals(1, late.ended(), late.said());
                        assertFalse(late.said().contains("taking over"), late.said());
                    }
                    assertEquals(List.of(), impostor.seen());
                }
                var again = Thread.ofVirtual().start(() -> assertEquals(0, run("stop").exitCode()));
                go.countDown();
                try (InputStream in = stream.getInputStream()) {
                    assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).endsWith("data: [DONE]\n\n"));
                }
                stopping.join();
                again.join();
                assertEquals(0, gateway.ended(), "it was asked again, not signalled");
            }
        }
    }

    /// The gateway's listener closes at about the same time.
    private static Impostor impostor(GatewayProcess gateway) throws IOException, InterruptedException {
        while (true) {
            try {
                return new Impostor(gateway.port(), _ -> Impostor.answer(200, "{\"pid\":" + gateway.pid() + "}"));
            } catch (IOException _) {
                Thread.sleep(5);
            }
        }
    }
}
