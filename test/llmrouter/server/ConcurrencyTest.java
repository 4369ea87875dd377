package llmrouter.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Many at once: nothing is lost, mixed up, or ended twice.
class ConcurrencyTest {
    private static final int STREAMS = 1000;
    private static final int EVENTS = 10;

    /// Sends numbered pieces, each only after every stream is open, so that all run at the same time.
    private static void paced(Wire wire, CyclicBarrier open) throws IOException, InterruptedException {
        wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "<0>"));
        try {
            open.await(50, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException("not all streams came", e);
        }
        for (int i = 1; i < EVENTS; i++) wire.send(Samples.delta("openai", "<" + i + ">"));
        wire.send(Samples.closing("openai"));
        wire.close();
    }

    private static String expected() {
        var all = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) all.append('<').append(i).append('>');
        return all.toString();
    }

    /// The pieces of one stream in the order they came, then how often it ended.
    private static String told(Gateway gateway, String path) throws IOException {
        try (Socket socket = gateway.connect(gateway.rawPost(path, Samples.request(path, true)))) {
            socket.setSoTimeout(55_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var pieces = new StringBuilder();
            int ends = 0;
            for (String line : lines(in)) {
                int from = line.indexOf('<');
                if (line.startsWith("data: {") && from >= 0) pieces.append(line, from, line.indexOf('>') + 1);
                if (line.equals("data: [DONE]") || line.equals("event: message_stop") || line.contains("\"error\"")) {
                    ends++;
                }
            }
            return pieces + " " + ends;
        }
    }

    /// A stream that has come whole has its length; else it comes in chunks.
    private static List<String> lines(BufferedReader in) throws IOException {
        int length = -1;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) length = Integer.parseInt(lower.substring(15).strip());
        }
        if (length < 0) {
            var lines = new ArrayList<String>();
            for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) lines.add(line);
            return lines;
        }
        var body = new char[length];
        for (int at = 0, n = 0; at < length && n >= 0; at += n) n = in.read(body, at, length - at);
        return new String(body).lines().toList();
    }

    @Test
    void aThousandStreamsRunSideBySide() throws Exception {
        var open = new CyclicBarrier(STREAMS);
        try (var upstream = new ScriptedUpstream(wire -> paced(wire, open));
                var gateway = Gateway.with(Gateway.config("openai", upstream));
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var streams = new ArrayList<Future<String>>();
            for (int i = 0; i < STREAMS; i++) {
                String path = i % 2 == 0 ? Samples.CHAT : Samples.MESSAGES;
                streams.add(clients.submit(() -> told(gateway, path)));
            }
            for (Future<String> stream : streams) assertEquals(expected() + " 1", stream.get());
            assertEquals(STREAMS, upstream.seen().size());
        }
    }

    @Test
    void twoThousandQuickRequestsGetEachItsOwnAnswer() throws Exception {
        var next = new AtomicInteger();
        try (var upstream = new ScriptedUpstream(wire -> {
            String body = wire.request().body();
            String mark = body.substring(body.indexOf("mark-"), body.indexOf('"', body.indexOf("mark-")));
            wire.json(200, Samples.CHAT_ANSWER.replace("Hello wörld", mark));
        }); var gateway = Gateway.with(Gateway.config("openai",
                upstream)); var clients = Executors.newFixedThreadPool(64)) {
            Callable<Integer> client = () -> {
                int right = 0;
                for (int n = next.getAndIncrement(); n < 2000; n = next.getAndIncrement()) {
                    String path = n % 2 == 0 ? Samples.CHAT : Samples.MESSAGES;
                    var answer = gateway.post(path, Samples.request(path, false).replace("Hi", "mark-" + n));
                    if (answer.statusCode() == 200 && answer.body().contains("\"mark-" + n + "\"")) right++;
                }
                return right;
            };
            int right = 0;
            for (Future<Integer> f : clients.invokeAll(Collections.nCopies(64, client))) right += f.get();
            assertEquals(2000, right);
            assertTrue(gateway.log().stream().noneMatch(line -> line.contains("internal error")),
                gateway.log().toString());
        }
    }

    @Test
    void aClientThatDoesNotReadSlowsDownItsProviderAndNoOtherRequest() throws Exception {
        var sent = new AtomicInteger();
        var more = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai"));
            String piece = Samples.delta("openai", "x".repeat(10_000));
            while (more.getCount() > 0 && sent.incrementAndGet() < 20_000) wire.send(piece);
        }, Samples.good("openai")); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            try (Socket lazy = gateway.connect(gateway.rawPost(Samples.CHAT, Samples.chat(true)))) {
                lazy.getInputStream().readNBytes(100);
                List<Integer> counts = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
                    counts.add(sent.get());
                }
                assertTrue(sent.get() < 20_000,
                    "200 MB were taken from the provider for a client that read 100 bytes: " + counts);
                more.countDown();
            }
        }
    }
}
