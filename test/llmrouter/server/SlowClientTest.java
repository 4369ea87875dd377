package llmrouter.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Slow clients: each wait has its limit, other requests are not affected, and a client gets the reason if it can.
/// The limits are shortened; where a test is about one of them, the others are out of reach.
class SlowClientTest {
    private static final long FAR = 60_000;
    private static final ClientTimes HEAD = new ClientTimes(200, FAR, FAR, FAR);
    private static final ClientTimes BODY = new ClientTimes(FAR, 200, FAR, FAR);
    private static final ClientTimes DRAIN = new ClientTimes(FAR, FAR, 200, FAR);
    private static final ClientTimes WRITE = new ClientTimes(FAR, FAR, FAR, 200);

    private static void stillServes(Gateway gateway) throws Exception {
        assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
    }

    /// All that comes until the gateway closes the connection, which it does well within ten seconds.
    private static String untilClosed(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "\r\n\r\n", "POST /v1/messages HTTP/1.1\r\n",
        "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"})
    void aHeaderThatIsNotFinishedIsCut(String bytes) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), HEAD);
                Socket client = gateway.connect(bytes)) {
            assertEquals("", untilClosed(client));
            stillServes(gateway);
        }
    }

    @Test
    void aHeaderThatDribblesIsCutAllTheSame() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), HEAD);
                Socket client = gateway.connect("GET / HTTP/1.1\r\nX-A: ")) {
            var closed = CompletableFuture.supplyAsync(() -> {
                try {
                    return untilClosed(client);
                } catch (IOException reset) {
                    return "";
                }
            });
            dribble(client, closed);
            assertEquals("", closed.get(10, TimeUnit.SECONDS));
        }
    }

    /// The time between two writes of a slow client, or between two looks. The pace itself is what is tested.
    private static void pace(long ms) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    /// A byte every few milliseconds until it is over.
    private static void dribble(Socket client, CompletableFuture<?> over) {
        try {
            OutputStream out = client.getOutputStream();
            while (!over.isDone()) {
                out.write('x');
                pace(5);
            }
        } catch (IOException _) {
            // the gateway has closed the connection
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,Content-Length: 500", "/v1/messages,Content-Length: 500",
        "/v1/responses,Transfer-Encoding: chunked", "/v1/messages,Transfer-Encoding: chunked"})
    void aBodyThatDoesNotGoOnIsToldSoInTheClientsFormat(String path, String framing) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), BODY);
                Socket client = gateway.connect("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + framing
                        + "\r\n\r\n" + (framing.startsWith("T") ? "5\r\n" : "") + "{\"mod")) {
            String answer = untilClosed(client);
            assertTrue(answer.startsWith("HTTP/1.1 408 ") && answer.contains("\r\nConnection: close\r\n"), answer);
            Json.Obj body = (Json.Obj) Json.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertTrue(body.object("error").text("message").contains("body"), answer);
            assertEquals(path.equals(Samples.MESSAGES) ? "error" : null, body.text("type"), answer);
            stillServes(gateway);
            assertEquals(1, upstream.seen().size());
        }
    }

    @Test
    void bytesThatOnlyKeepAConnectionBusyAreNoProgress() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), BODY);
                Socket client = gateway.connect("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Length: 20000000\r\n\r\n\"")) {
            client.setSoTimeout(10_000);
            var told = CompletableFuture.supplyAsync(() -> {
                try {
                    return new String(client.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
                } catch (IOException reset) {
                    return reset.toString();
                }
            });
            dribble(client, told);
            assertEquals("HTTP/1.1 408", told.get(10, TimeUnit.SECONDS));
        }
    }

    /// Several times the limit in all, and never close to it at once.
    @Test
    void aSlowButSteadyUploadIsLeftInPeace() throws Exception {
        var patient = new ClientTimes(FAR, 1000, FAR, FAR);
        String text = "x".repeat(80 * ClientTimes.BODY_STEP);
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), patient)) {
            byte[] request = gateway.rawPost(Samples.CHAT, Samples.chat(false).replace("Hi", text))
                .getBytes(StandardCharsets.ISO_8859_1);
            try (Socket client = gateway.connect("")) {
                client.setSoTimeout(10_000);
                for (int from = 0; from < request.length; from += ClientTimes.BODY_STEP) {
                    client.getOutputStream().write(request, from,
                        Math.min(ClientTimes.BODY_STEP, request.length - from));
                    pace(20);
                }
                assertEquals("HTTP/1.1 200", new String(client.getInputStream().readNBytes(12),
                    StandardCharsets.UTF_8));
            }
        }
    }

    /// The answer is there; that the rest of the request is not is no reason to keep the connection.
    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/models", "HEAD /v1/models", "POST /nowhere", "DELETE /v1/messages", "HEAD /"})
    void aRequestThatHasItsAnswerNeedNotBeAwaited(String line) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), DRAIN);
                Socket client = gateway.connect(line
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{\"mod")) {
            String answer = untilClosed(client);
            assertTrue(answer.startsWith(line.startsWith("HEAD") ? "" : "HTTP/1.1 "), answer);
            stillServes(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,true", "/v1/messages,true", "/v1/chat/completions,false"})
    void aClientThatDoesNotReadItsAnswerIsCutAndSoIsItsProvider(String path, boolean stream) throws Exception {
        var left = new CompletableFuture<Long>();
        String piece = "x".repeat(1 << 16);
        try (var upstream = new ScriptedUpstream(wire -> {
            if (!stream) {
                left.complete(0L);
                wire.json(200, Samples.CHAT_ANSWER.replace("Hello", "x".repeat(15_000_000)));
                return;
            }
            wire.stream().send(Samples.opening("openai"));
            try {
                for (int i = 0; i < 4000; i++) wire.send(Samples.delta("openai", piece));
            } finally {
                left.complete(wire.awaitDeparture());
            }
        }, Samples.good("openai")); var gateway = Gateway.with(Gateway.config("openai", upstream), WRITE);
                Socket client = gateway.connect(gateway.rawPost(path, Samples.request(path, stream)))) {
            left.get(20, TimeUnit.SECONDS);
            gateway.server().drain(Duration.ofSeconds(10));
            assertFalse(tail(client).contains("[DONE]"), "a cut answer looks whole");
        }
    }

    /// The provider is slowed down instead: what is on its way lies in the system's buffers, which have their own
    /// limits.
    @ParameterizedTest
    @ValueSource(strings = {Samples.CHAT, Samples.MESSAGES})
    void aClientThatDoesNotReadItsStreamDoesNotGrowTheMemory(String path) throws Exception {
        int streams = 8;
        var sent = new AtomicLong();
        String event = Samples.delta("openai", "x".repeat(1 << 16));
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai"));
            for (int i = 0; i < 4000; i++) {
                wire.send(event);
                sent.addAndGet(event.length());
            }
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            long before = used();
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                clients.add(gateway.connect(gateway.rawPost(path, Samples.request(path, true))));
            }
            untilStill(sent);
            assertTrue(sent.get() < streams * (64L << 20), sent + " bytes were taken from the provider");
            long kept = kept(before);
            assertTrue(kept < streams * (1L << 20), kept / streams + " bytes are kept for each");
            for (Socket client : clients) client.close();
        }
    }

    /// Returns when something was counted and then nothing for a while: everything between provider and client is full.
    private static void untilStill(AtomicLong count) {
        for (long last = 0; count.get() == 0 || count.get() != last; pace(300)) last = count.get();
    }

    /// What is kept is what no collection frees: one that runs while buffers are in use leaves some garbage.
    private static long kept(long before) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) least = Math.min(least, used() - before);
        return least;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String tail(Socket client) {
        try {
            client.setSoTimeout(10_000);
            byte[] all = client.getInputStream().readAllBytes();
            return new String(all, Math.max(0, all.length - 1000), Math.min(all.length, 1000), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // a reset looks cut
        }
    }

    @Test
    void anAnswerThatTakesLongDoesNotCutItsClient() throws Exception {
        var quick = new ClientTimes(200, 200, 200, 200);
        var goOn = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            ScriptedUpstream.soon(goOn);
            wire.send(Samples.closing("openai")).close();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream), quick)) {
            var answer = CompletableFuture.supplyAsync(() -> body(gateway));
            // the limits pass four times over for clients that are at fault
            for (int i = 0; i < 4; i++) {
                try (Socket other = gateway.connect("P")) {
                    assertEquals("", untilClosed(other));
                }
            }
            goOn.countDown();
            assertTrue(answer.get(10, TimeUnit.SECONDS).endsWith("data: [DONE]\n\n"));
        }
    }

    private static String body(Gateway gateway) {
        try {
            return gateway.post(Samples.CHAT, Samples.chat(true)).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
