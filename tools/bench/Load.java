import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks one thing again and again over kept connections, each connection on a thread of its own.
final class Load {
    /// A request, ready to be sent as it is.
    record Ask(int port, byte[] bytes) {
        static Ask post(int port, String path, String body) {
            var content = body.getBytes(StandardCharsets.UTF_8);
            var head = "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + port + "\r\ncontent-type: application/json\r\n"
                    + "anthropic-version: 2023-06-01\r\ncontent-length: " + content.length + "\r\n\r\n";
            var bytes = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + content.length);
            System.arraycopy(content, 0, bytes, head.length(), content.length);
            return new Ask(port, bytes);
        }
    }

    /// @param perSecond answers per second, over all connections
    /// @param latencies nanoseconds to the end of each answer, sorted
    /// @param firsts    nanoseconds to the first byte of each answer's body, sorted
    record Result(double perSecond, long[] latencies, long[] firsts) {
        /// Seconds within which this share of the answers was complete.
        double latency(double share) {
            return quantile(latencies, share);
        }

        /// Seconds within which this share of the answers had begun.
        double first(double share) {
            return quantile(firsts, share);
        }

        private static double quantile(long[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))] / 1e9;
        }
    }

    private record Times(long[] latencies, long[] firsts, int count) {}

    private Load() {}

    /// Every answer must be a 200 that ends properly; anything else ends the bench, for its numbers would mean nothing.
    static Result run(Ask ask, int connections, double seconds) throws InterruptedException {
        long began = System.nanoTime();
        long until = began + (long) (seconds * 1e9);
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var running = new ArrayList<Future<Times>>();
            for (int i = 0; i < connections; i++) running.add(threads.submit(() -> connection(ask, until)));
            var latencies = new ArrayList<long[]>();
            var firsts = new ArrayList<long[]>();
            for (var one : running) {
                var times = one.get();
                latencies.add(Arrays.copyOf(times.latencies, times.count));
                firsts.add(Arrays.copyOf(times.firsts, times.count));
            }
            var all = sorted(latencies);
            return new Result(all.length * 1e9 / (System.nanoTime() - began), all, sorted(firsts));
        } catch (ExecutionException e) {
            throw new IllegalStateException("port " + ask.port + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static long[] sorted(ArrayList<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static Times connection(Ask ask, long until) throws IOException {
        var latencies = new long[1024];
        var firsts = new long[1024];
        int n = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ask.port)) {
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            var wire = new Wire(socket.getInputStream());
            do {
                long began = System.nanoTime();
                out.write(ask.bytes);
                if (n == latencies.length) {
                    latencies = Arrays.copyOf(latencies, 2 * n);
                    firsts = Arrays.copyOf(firsts, 2 * n);
                }
                firsts[n] = answer(wire) - began;
                latencies[n++] = System.nanoTime() - began;
            } while (System.nanoTime() < until);
        }
        return new Times(latencies, firsts, n);
    }

    /// Reads one answer; returns when its body began.
    static long answer(Wire wire) throws IOException {
        long length = head(wire);
        if (length >= 0) {
            long first = System.nanoTime();
            wire.skip(length);
            return first;
        }
        long size = chunkSize(wire);
        long first = System.nanoTime();
        for (; size > 0; size = chunkSize(wire)) wire.skip(size + 2);
        wire.skip(2);
        return first;
    }

    /// Reads an answer's head; the body's length, or -1 if it comes in chunks.
    static long head(Wire wire) throws IOException {
        var status = wire.line();
        long length = -1;
        for (var line = wire.line(); !line.isEmpty(); line = wire.line()) {
            boolean says = line.regionMatches(true, 0, "content-length:", 0, 15);
            if (says) length = Long.parseLong(line.substring(15).strip());
        }
        if (status.startsWith("HTTP/1.1 200")) return length;
        throw new IOException(status + (length > 0 ? ": " + wire.text((int) length) : ""));
    }

    static int chunkSize(Wire wire) throws IOException {
        return Integer.parseInt(wire.line(), 16);
    }
}
