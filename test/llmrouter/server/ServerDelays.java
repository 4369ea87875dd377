package llmrouter.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

/// Not a test but a program: prints how long what must be quick takes here. Client, gateway and provider share one
/// process, so its memory is that of all three.
final class ServerDelays {
    private static final int ROUNDS = 15;
    private static final int EVENTS = 200;
    private static final int STREAMS = 1000;

    private ServerDelays() {}

    public static void main(String[] args) throws Exception {
        departure("before an answer, streamed", Samples.CHAT, true, wire -> {}, 0);
        departure("before an answer, whole", Samples.CHAT, false, wire -> {}, 0);
        departure("silent in mid-stream", Samples.MESSAGES, true,
            wire -> wire.stream().send(Samples.opening("claude") + Samples.delta("claude", "Hello ")), 300);
        departure("in a whole answer's body", Samples.CHAT, false,
            wire -> wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n"
                + "{\"id\":"), 0);
        for (String path : List.of(Samples.CHAT, Samples.MESSAGES)) events(path);
        memory();
    }

    /// From the client's close to the provider's end of stream.
    private static void departure(String phase, String path, boolean stream, Script script,
            int readFirst) throws Exception {
        var times = new long[ROUNDS];
        BlockingQueue<Long> departed = new ArrayBlockingQueue<>(1);
        BlockingQueue<Boolean> reached = new ArrayBlockingQueue<>(1);
        String format = path.equals(Samples.MESSAGES) ? "claude" : "openai";
        try (var upstream = new ScriptedUpstream(wire -> {
            script.run(wire);
            reached.add(true);
            departed.add(wire.awaitDeparture());
        }); var gateway = Gateway.with(Gateway.config(format, upstream), Map.of("LLM_ROUTER_HEARTBEAT_MS", "0"))) {
            for (int i = 0; i < ROUNDS; i++) {
                long left;
                try (Socket client = gateway.connect(gateway.rawPost(path, Samples.request(path, stream)))) {
                    reached.take();
                    client.getInputStream().readNBytes(readFirst);
                    left = System.nanoTime();
                }
                times[i] = departed.take() - left;
            }
        }
        print("client disconnects " + phase, times, "ms", 1_000_000);
    }

    /// From the provider's write of an event to the client's read of it.
    private static void events(String path) throws Exception {
        var sent = new long[EVENTS];
        var times = new long[EVENTS];
        for (int round = 0; round < 4; round++) {
            try (var upstream = new ScriptedUpstream(wire -> {
                wire.stream().send(Samples.opening("openai"));
                for (int i = 0; i < EVENTS; i++) {
                    TimeUnit.MILLISECONDS.sleep(5);
                    sent[i] = System.nanoTime();
                    wire.send(Samples.delta("openai", "<" + i + ">"));
                }
                wire.send(Samples.closing("openai")).close();
            }); var gateway = Gateway.with(Gateway.config("openai",
                    upstream)); Socket client = gateway.connect(gateway.rawPost(path, Samples.request(path, true)))) {
                var in = new BufferedInputStream(client.getInputStream());
                for (int i = 0; i < EVENTS; i++) {
                    while (in.read() != '<') continue;
                    times[i] = System.nanoTime() - sent[i];
                }
            }
        }
        print("event through " + path, times, "µs", 1000);
    }

    private static void memory() throws Exception {
        var open = new CountDownLatch(STREAMS);
        var done = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hello "));
            open.countDown();
            done.await();
        }); var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            gateway.post("/health", "{}");
            long before = heap();
            var clients = new ArrayList<Socket>();
            for (int i = 0; i < STREAMS; i++) {
                clients.add(gateway.connect(gateway.rawPost(Samples.MESSAGES, Samples.messages(true))));
            }
            open.await();
            for (Socket client : clients) client.getInputStream().readNBytes(300);
            System.out.println(STREAMS + " open streams: heap +" + (heap() - before) / 1024 + " KiB, process "
                + resident());
            done.countDown();
            for (Socket client : clients) client.close();
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) return "(resident size unknown here)";
        return Files.readAllLines(status).stream().filter(l -> l.startsWith("VmRSS")).findFirst().orElse("");
    }

    private static void print(String what, long[] times, String unit, int divisor) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        System.out.println(what + ": p50 " + sorted[sorted.length / 2] / divisor + ", p99 "
            + sorted[sorted.length * 99 / 100] / divisor + ", max " + sorted[sorted.length - 1] / divisor + " " + unit);
    }
}
