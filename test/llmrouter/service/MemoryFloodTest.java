package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;
import llmrouter.server.Samples;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A gateway with a small heap, in a process that ends when it cannot have memory, while clients and providers send
/// what costs memory. Small requests beside that are served throughout, and streams go on.
class MemoryFloodTest {
    private static final int UPLOADS = 64;
    private static final String BOMB = "{\"model\":\"p/bomb\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";
    private static final String HELD = BOMB.replace("bomb\"", "held\",\"stream\":true");

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int port;

    /// @param mb    of the heap
    /// @param large bytes of a body that this heap holds once, but not many times
    @ParameterizedTest
    @CsvSource({"64,4000000", "256,18000000"})
    void othersAreServedWhateverCostsMemory(int mb, int large) throws Exception {
        byte[] bomb = Flood.bomb(200);
        try (var upstream = new ScriptedUpstream(wire -> answer(wire, bomb))) {
            configure(upstream.url());
            try (var gateway = GatewayProcess.launch(home, Map.of("LLM_ROUTER_REQUEST_LOG", "off"), java(mb),
                    "--port=0")) {
                port = gateway.listening().port();
                gateway.await("request bodies");
                List<Flood> streams = streams(mb);
                try (var beside = new Bystander()) {
                    uploadsThatHalt(large, mb << 17);
                    beside.wasServed();
                    assertAll(Set.of(413), 2, () -> Flood.post(port, Samples.CHAT, bomb, "\r\ncontent-encoding: gzip"));
                    assertAll(Set.of(502, 503), 4, () -> Flood.post(port, Samples.CHAT, BOMB));
                    byte[] empty = Flood.behindEmptyMembers(10_000, Flood.messages("p/m", 10));
                    assertAll(Set.of(200), 1,
                        () -> Flood.post(port, Samples.MESSAGES, empty, "\r\ncontent-encoding: gzip"));
                    byte[] million = Flood.manyMessages("p/m", 1_000_000);
                    assertAll(Set.of(413), 8, () -> Flood.post(port, Samples.CHAT, million));
                    byte[] many = Flood.manyMessages("p/m", large / 30);
                    assertAll(Set.of(413, 503), 8, () -> Flood.post(port, Samples.CHAT, many));
                    beside.wasServed();
                    assertTrue(assertAll(Set.of(200, 503), 12, () -> Flood.post(port, Samples.MESSAGES,
                        Flood.messages("p/m", large / 2))).contains(200));
                    beside.wasServed();
                    references(large);
                    beside.wasServed();
                    repetitions(large);
                    beside.wasServed();
                }
                released.countDown();
                for (Flood stream : streams) {
                    assertTrue(stream.comes("[DONE]\n\n"));
                    stream.close();
                }
                nothingIsHeld();
                assertFalse(gateway.said().contains("Error"), gateway.said());
                assertTrue(gateway.isAlive());
            }
        }
    }

    private void configure(String url) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"%s","apiKey":"k","formats":["openai"],
            "models":["m","bomb","held","long"]}]}""".formatted(url));
    }

    private static List<String> java(int mb) {
        var options = new ArrayList<>(List.of("-Xmx" + mb + "m", "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(GatewayProcess.classes());
        return options;
    }

    private void answer(Wire wire, byte[] bomb) throws IOException, InterruptedException {
        String body = wire.request().body();
        String front = body.substring(0, Math.min(50, body.length()));
        if (front.contains("\"bomb\"")) {
            wire.send("HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: "
                + bomb.length + "\r\n\r\n").send(new String(bomb, StandardCharsets.ISO_8859_1));
        } else if (front.contains("\"held\"")) {
            wire.stream().send(Samples.delta("openai", "a"));
            released.await();
            wire.send(Samples.closing("openai"));
            wire.close();
        } else if (front.contains("\"long\"")) {
            wire.json(200, Samples.CHAT_ANSWER.replaceFirst("\"content\": ?\"[^\"]*\"", "\"content\":\""
                + "b".repeat(50_000) + "\""));
        } else {
            wire.json(200, Samples.CHAT_ANSWER);
        }
    }

    /// As many as leave half of what requests, bodies and answers have in common.
    private List<Flood> streams(int mb) throws IOException {
        var streams = new ArrayList<Flood>();
        for (int i = 0; i < mb * 200 / 256; i++) streams.add(Flood.post(port, Samples.CHAT, HELD));
        for (Flood stream : streams) assertTrue(stream.comes("data: "));
        return streams;
    }

    /// They fill the share. A request that needs their memory gets it.
    private void uploadsThatHalt(int bytes, long filled) throws Exception {
        byte[] piece = new byte[500_000];
        Arrays.fill(piece, (byte) ' ');
        var uploads = new ArrayList<Flood>();
        for (int i = 0; i < UPLOADS; i++) uploads.add(Flood.begin(port, Samples.CHAT));
        var sending = new ArrayList<Future<?>>();
        for (Flood upload : uploads) {
            sending.add(threads.submit(() -> {
                for (int sent = 0; sent < bytes && upload.chunk(piece);) sent += piece.length;
            }));
        }
        for (Future<?> one : sending) one.get();
        assertTrue(taken("bodies") > filled, "the share is not filled: " + taken("bodies"));
        // until they have stalled for long enough
        Await.until("a request gets their memory", () -> {
            int status = status(Flood.messages("p/m", bytes / 4));
            assertTrue(status == 200 || status == 503, "status " + status);
            return status == 200;
        });
        for (Flood upload : uploads) upload.close();
    }

    /// Requests of a few bytes that refer to many megabytes of what was said before.
    private void references(int large) throws Exception {
        String said = answerId("{\"model\":\"p/long\",\"input\":\"write a long text\"}");
        String reference = "{\"type\":\"item_reference\",\"id\":\"" + said.replace("resp_", "msg_") + "_0\"},";
        byte[] many = ("{\"model\":\"p/m\",\"input\":[" + reference.repeat(4000)
            + "{\"role\":\"user\",\"content\":\"hi\"}]}").getBytes(StandardCharsets.UTF_8);
        assertAll(Set.of(413), 1, () -> Flood.post(port, Samples.RESPONSES, many));
        assertAll(Set.of(413, 503), 4, () -> Flood.post(port, Samples.RESPONSES, many));
        String half = "{\"model\":\"p/m\",\"input\":\"" + "a".repeat(large / 8) + "\"%s}";
        String first = answerId(half.formatted(""));
        String second = answerId(half.formatted(",\"previous_response_id\":\"" + first + "\""));
        assertAll(Set.of(200, 413, 503), 12, () -> Flood.post(port, Samples.RESPONSES,
            "{\"model\":\"p/m\",\"input\":\"go on\",\"previous_response_id\":\"" + second + "\"}"));
    }

    /// Requests that become many times as long, in the provider's request or in the answer.
    private void repetitions(int large) throws Exception {
        String tools = "{\"type\":\"computer\"},".repeat(30_000);
        String request = "{\"model\":\"p/m\",\"input\":\"x\",\"tools\":[" + tools + "{\"type\":\"computer\"}]}";
        // each fits alone; of some at once all may hold a part of what each of them needs
        assertAll(Set.of(400, 503), 4, () -> Flood.post(port, Samples.RESPONSES, request));
        // what these hold is given back a moment after their answers
        Await.until("one alone is served", () -> assertAll(Set.of(400, 503), 1,
            () -> Flood.post(port, Samples.RESPONSES, request)).contains(400));
        String words = "y".repeat(large - large / 6);
        assertAll(Set.of(200, 413, 503), 2, () -> Flood.post(port, Samples.RESPONSES, "{\"model\":\"p/m\","
            + "\"stream\":true,\"input\":\"x\",\"instructions\":\"" + words + "\"}"));
    }

    private String answerId(String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + Samples.RESPONSES))
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return ((Json.Obj) Json.parse(answer.body())).text("id");
    }

    private int status(byte[] body) throws IOException {
        try (var request = Flood.post(port, Samples.MESSAGES, body)) {
            return request.status();
        }
    }

    /// Sends the same request several times at once. Each gets one of these answers.
    private List<Integer> assertAll(Set<Integer> expected, int times, Callable<Flood> request) throws Exception {
        var running = new ArrayList<Future<Integer>>();
        for (int i = 0; i < times; i++) {
            running.add(threads.submit(() -> {
                try (Flood flood = request.call()) {
                    return flood.status();
                }
            }));
        }
        var statuses = new ArrayList<Integer>();
        for (Future<Integer> one : running) statuses.add(one.get());
        assertTrue(expected.containsAll(statuses), "expected " + expected + ", got " + statuses);
        return statuses;
    }

    private void nothingIsHeld() throws Exception {
        for (String kind : List.of("bodies", "answers")) {
            for (int i = 0; taken(kind) > 0 && i < 1_000; i++) Thread.sleep(10);
            assertEquals(0, taken(kind), kind);
        }
    }

    private long taken(String kind) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status")).build();
        String status = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        var memory = ((Json.Obj) Json.parse(status)).object("memory");
        return Long.parseLong(memory.object(kind).get("taken").toString());
    }

    /// A client that sends small requests all the time.
    private final class Bystander implements AutoCloseable {
        private final List<Integer> statuses = new CopyOnWriteArrayList<>();
        private final Future<?> running = threads.submit(this::run);
        private volatile boolean over;

        private Void run() throws IOException, InterruptedException {
            while (!over) {
                statuses.add(status(Flood.messages("p/m", 200)));
                Thread.sleep(5);
            }
            return null;
        }

        /// Each request since the last call, and one at least.
        void wasServed() throws InterruptedException {
            int before = statuses.size();
            while (statuses.size() < before + 2 && !running.isDone()) Thread.sleep(5);
            assertEquals(Set.of(200), Set.copyOf(statuses));
        }

        @Override
        public void close() {
            over = true;
            try {
                running.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }
}
