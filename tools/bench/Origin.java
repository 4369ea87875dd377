import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

/// A provider that costs next to nothing: it counts the request's bytes and sends a canned answer. The path says
/// which: `/whole/…`, `/stream/…` (147 events, a write each), `/burst/…` (60 events, 15 KB, in one write),
/// `/slow/…` (147 events at 10 ms an event), `/live/…` (at 20 ms an event, each with the time it was sent),
/// `/paced-MICROS/…` (without end, an event each so many microseconds) or `/flood/…` (64 MB of events of 8 KB, as fast
/// as they are taken).
final class Origin {
    static final int EVENTS = 147;
    static final int BURST_EVENTS = 60;
    private static final int SLOW_MS = 10;
    private static final int LIVE_MS = 20;
    private static final int FLOOD_EVENTS = 8192;
    private static final long CALM_MS = 3000;
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String CHAT = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hello there, how can I help?\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":8,\"total_tokens\":17}}";

    /// Events of floods that have been taken, of all the process's providers.
    private static final AtomicLong FLOODED = new AtomicLong();

    private final byte[] whole = whole();
    private final List<byte[]> stream = events("Hello ");
    private final byte[] burst = burst();
    private final byte[] flood = chunk(delta("Hello ".repeat(1365)));

    private Origin() {}

    /// Waits until no flood moves any more: everything between provider and reader is full.
    static void awaitCalm() throws InterruptedException {
        long before = -1;
        while (before != FLOODED.get()) {
            before = FLOODED.get();
            Thread.sleep(CALM_MS);
        }
    }

    /// How many events end in a piece of a stream.
    static int eventsIn(String piece) {
        int events = 0;
        for (int at = piece.indexOf("\n\n"); at >= 0; at = piece.indexOf("\n\n", at + 2)) events++;
        return events;
    }

    /// Serves until the process ends; returns the port.
    static int start() throws IOException {
        return Listener.start(new Origin()::answer).port();
    }

    /// The same over TLS.
    static int start(SSLContext tls) throws IOException {
        return Listener.start(tls.getServerSocketFactory(), new Origin()::answer).port();
    }

    private void answer(Wire wire, OutputStream out) throws IOException, InterruptedException {
        var path = wire.line();
        long length = 0;
        for (var line = wire.line(); !line.isEmpty(); line = wire.line()) {
            boolean says = line.toLowerCase(Locale.ROOT).startsWith("content-length:");
            if (says) length = Long.parseLong(line.substring(15).strip());
        }
        wire.skip(length);
        if (path.contains("/whole/")) {
            out.write(whole);
        } else if (path.contains("/burst/")) {
            out.write(burst);
        } else if (path.contains("/slow/")) {
            slow(out);
        } else if (path.contains("/paced-")) {
            int at = path.indexOf("/paced-") + 7;
            paced(out, Duration.ofNanos(1000L * Integer.parseInt(path.substring(at, path.indexOf('/', at)))));
        } else if (path.contains("/stream/")) {
            for (var event : stream) out.write(event);
        } else if (path.contains("/flood/")) {
            out.write(stream.getFirst());
            for (int i = 0; i < FLOOD_EVENTS; i++) {
                out.write(flood);
                FLOODED.incrementAndGet();
            }
            for (var event : stream.subList(EVENTS - 1, stream.size())) out.write(event);
        } else {
            live(out);
        }
    }

    private void slow(OutputStream out) throws IOException, InterruptedException {
        for (var event : stream) {
            out.write(event);
            Thread.sleep(SLOW_MS);
        }
    }

    /// Streams that begin together do not send together.
    private void paced(OutputStream out, Duration pause) throws IOException, InterruptedException {
        out.write(stream.getFirst());
        Thread.sleep(pause.multipliedBy(ThreadLocalRandom.current().nextInt(100)).dividedBy(100));
        while (true) {
            out.write(stream.get(1));
            Thread.sleep(pause);
        }
    }

    private static void live(OutputStream out) throws IOException, InterruptedException {
        var end = events("");
        out.write(end.getFirst());
        for (int i = 2; i < EVENTS; i++) {
            out.write(chunk(delta("@" + System.nanoTime() + "@")));
            Thread.sleep(LIVE_MS);
        }
        for (var event : end.subList(EVENTS - 1, end.size())) out.write(event);
    }

    private static byte[] whole() {
        var head = HEAD + "content-type: application/json\r\ncontent-length: " + CHAT.length() + "\r\n\r\n";
        return (head + CHAT).getBytes(StandardCharsets.US_ASCII);
    }

    /// The head with the first event, the deltas, and the end, each as one write.
    private static List<byte[]> events(String word) {
        var events = new ArrayList<byte[]>();
        var head = HEAD + "content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        var first = chunk(event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        events.add((head + new String(first, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII));
        for (int i = 2; i < EVENTS; i++) events.add(chunk(delta(word)));
        events.add(chunk(event("{}", "\"stop\"") + "data: [DONE]\n\n"));
        events.add("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return events;
    }

    /// Events of 250 characters, as they come from a provider that is faster than the network.
    private static byte[] burst() {
        String role = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";
        var events = new StringBuilder(full(role, "null"));
        for (int i = 2; i < BURST_EVENTS; i++) {
            events.append(full("{\"content\":\" word" + i + "\"}", "null"));
        }
        events.append(full("{}", "\"stop\"")).append("data: [DONE]\n\n");
        var head = HEAD + "content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                + Integer.toHexString(events.length()) + "\r\n";
        return (head + events + "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// An event with all the members that providers send.
    private static String full(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1741570283,\"model\":\"m\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_fc9f1d7035\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"usage\":null}\n\n";
    }

    private static String delta(String word) {
        return event("{\"content\":\"" + word + "\"}", "null");
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
