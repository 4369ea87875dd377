package llmrouter.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.Await;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client that disconnects cancels its upstream request at once, in every phase of it: the kernel's table is
/// looked at.
@EnabledOnOs(OS.LINUX)
class ClientDisconnectTest {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Long> departed = new CompletableFuture<>();

    /// The provider does this, then waits to be left.
    private Script then(Script script) {
        return wire -> {
            script.run(wire);
            reached.countDown();
            departed.complete(wire.awaitDeparture());
        };
    }

    private void disconnects(Script script, String path, boolean stream, int readFirst) throws Exception {
        String format = path.equals(Samples.MESSAGES) ? "claude" : "openai";
        try (var upstream = new ScriptedUpstream(then(script));
                var gateway = Gateway.with(Gateway.config(format, upstream), Map.of("LLM_ROUTER_HEARTBEAT_MS", "0"))) {
            long left;
            try (Socket client = gateway.connect(gateway.rawPost(path, Samples.request(path, stream)))) {
                assertTrue(ScriptedUpstream.soon(reached));
                assertEquals(readFirst, client.getInputStream().readNBytes(readFirst).length);
                left = System.nanoTime();
            }
            long ms = TimeUnit.NANOSECONDS.toMillis(departed.get(5, TimeUnit.SECONDS) - left);
            assertTrue(ms < 3000, "the provider saw it after " + ms + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beforeTheProviderSaysAnything(boolean stream) throws Exception {
        disconnects(wire -> {}, Samples.CHAT, stream, 0);
    }

    @Test
    void inTheMiddleOfAStreamThatIsSilent() throws Exception {
        disconnects(wire -> wire.stream().send(Samples.opening("claude") + Samples.delta("claude", "Hello ")),
            Samples.MESSAGES, true, 300);
    }

    @Test
    void inTheMiddleOfAWholeAnswer() throws Exception {
        disconnects(wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n"
            + "{\"id\":"), Samples.CHAT, false, 0);
    }

    /// Each was logged and counted as a request that is not valid.
    @Test
    void beforeTheWholeRequestWasSent() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), Map.of("LLM_ROUTER_LOG", "info"))) {
            String whole = gateway.rawPost(Samples.CHAT, Samples.chat(false));
            gateway.connect(whole.substring(0, whole.length() - 5)).close();
            String chunked = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"mod";
            try (Socket reset = gateway.connect(chunked)) {
                Await.until("the head was read", () -> gateway.send(gateway.request("/metrics")).body()
                    .contains("llmrouter_requests_open 1"));
                reset.setSoLinger(true, 0);
            }
            Await.until("both are gone", () -> gateway.log().stream()
                .filter(line -> line.contains(" 499 client_gone ")).count() == 2);
            assertEquals(0, gateway.log().stream().filter(line -> line.contains("invalid_request")).count(),
                gateway.log()::toString);
            assertTrue(gateway.raw(chunked + "el\r\nxyz\r\n").startsWith("HTTP/1.1 400"), "chunks framed wrongly");
            assertTrue(gateway.log().getLast().contains(" 400 invalid_request "), gateway.log()::toString);
        }
    }

    /// Sends a piece whenever the latch has not opened for a while, until the gateway hangs up.
    private void dribbles(String head, String piece, String path, boolean stream, int readFirst) throws Exception {
        String format = path.equals(Samples.MESSAGES) ? "claude" : "openai";
        var never = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.send(head);
            reached.countDown();
            try {
                while (!never.await(20, TimeUnit.MILLISECONDS)) wire.send(piece);
            } catch (IOException _) {
                departed.complete(System.nanoTime());
            }
        }); var gateway = Gateway.with(Gateway.config(format, upstream), Map.of("LLM_ROUTER_HEARTBEAT_MS", "0"))) {
            long left;
            try (Socket client = gateway.connect(gateway.rawPost(path, Samples.request(path, stream)))) {
                assertTrue(ScriptedUpstream.soon(reached));
                assertEquals(readFirst, client.getInputStream().readNBytes(readFirst).length);
                left = System.nanoTime();
            }
            long ms = TimeUnit.NANOSECONDS.toMillis(departed.get(5, TimeUnit.SECONDS) - left);
            assertTrue(ms < 3000, "the provider saw it after " + ms + " ms");
        }
    }

    @Test
    void whileAWholeAnswerDribblesIn() throws Exception {
        dribbles("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000000\r\n\r\n{\"id\":\"",
            "x", Samples.CHAT, false, 0);
    }

    @Test
    void whileOnlyCommentsCome() throws Exception {
        dribbles("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n", ": PROCESSING\n\n", Samples.MESSAGES,
            true, 0);
    }

    @Test
    void whileAStreamRuns() throws Exception {
        dribbles("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + Samples.opening("openai"),
            Samples.delta("openai", "x"), Samples.CHAT, true, 300);
    }

    @Test
    void byAReset() throws Exception {
        try (var upstream = new ScriptedUpstream(then(_ -> {}));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            Socket client = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(false)));
            assertTrue(ScriptedUpstream.soon(reached));
            client.setSoLinger(true, 0);
            long left = System.nanoTime();
            client.close();
            long ms = TimeUnit.NANOSECONDS.toMillis(departed.get(5, TimeUnit.SECONDS) - left);
            assertTrue(ms < 3000, "the provider saw it after " + ms + " ms");
        }
    }

    @Test
    void othersAreNotDisturbed() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(then(_ -> {}), wire -> {
            assertTrue(go.await(10, TimeUnit.SECONDS));
            wire.json(200, Samples.CHAT_ANSWER);
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            Socket leaving = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(false)));
            assertTrue(ScriptedUpstream.soon(reached));
            try (Socket staying = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(false)))) {
                leaving.close();
                departed.get(5, TimeUnit.SECONDS);
                go.countDown();
                assertEquals("HTTP/1.1 200 OK", new String(staying.getInputStream().readNBytes(15)));
            }
        }
    }
}
