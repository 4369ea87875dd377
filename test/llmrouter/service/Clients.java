package llmrouter.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients that ask a gateway without a pause, by raw sockets, and write down all that goes wrong: some with a new connection for each request, some
/// that keep theirs as long as they may, some with streams.
final class Clients {
    private static final String BODY = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = "{\"model\":\"p/m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong connectedAt = new AtomicLong(System.nanoTime());
    private volatile boolean over;

    /// Requests that were answered in full, by the kind of client.
    final AtomicInteger fresh = new AtomicInteger();
    final AtomicInteger kept = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    /// Connections that nobody took: they found no listener, or waited in the queue of one that was just closing.
    final AtomicInteger refused = new AtomicInteger();
    /// The longest time between two successful connections with a refused one between them.
    final AtomicLong longestGapNanos = new AtomicLong();
    /// What else went wrong.
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    Clients(int port) {
        this.port = port;
    }

    Clients fresh(int count) {
        for (int i = 0; i < count; i++) threads.add(Thread.ofVirtual().start(() -> repeat("new connection", () -> {
            try (Socket socket = connect()) {
                if (socket != null) ask(socket, new BufferedInputStream(socket.getInputStream()), BODY, fresh, true);
            }
        })));
        return this;
    }

    Clients kept(int count) {
        for (int i = 0; i < count; i++) threads.add(Thread.ofVirtual().start(() -> repeat("kept connection", () -> {
            try (Socket socket = connect()) {
                if (socket == null) return;
                var in = new BufferedInputStream(socket.getInputStream());
                for (boolean first = true; !over && !ask(socket, in, BODY, kept, first); first = false) continue;
            }
        })));
        return this;
    }

    Clients streams(int count) {
        for (int i = 0; i < count; i++) threads.add(Thread.ofVirtual().start(() -> repeat("stream", () -> {
            try (Socket socket = connect()) {
                if (socket != null) ask(socket, new BufferedInputStream(socket.getInputStream()), STREAM, streams, true);
            }
        })));
        return this;
    }

    @FunctionalInterface
    private interface Turn {
        void run() throws IOException;
    }

    private void repeat(String kind, Turn turn) {
        while (!over) {
            try {
                turn.run();
            } catch (IOException | RuntimeException e) {
                failures.add(kind + ": " + e);
            }
        }
    }

    /// @return null if nobody listens
    private Socket connect() throws IOException {
        try {
            var socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            connectedAt.set(System.nanoTime());
            return socket;
        } catch (ConnectException _) {
            refused.incrementAndGet();
            long before = connectedAt.get();
            while (connectedAt.get() == before && !over) {
                try (var _ = new Socket("127.0.0.1", port)) {
                    long now = System.nanoTime();
                    longestGapNanos.accumulateAndGet(now - before, Math::max);
                    connectedAt.set(now);
                } catch (ConnectException _) {
                    continue; // still nobody
                }
            }
            return null;
        }
    }

    /// One request and its whole answer.
    ///
    /// @param first whether nothing has been asked on the connection
    /// @return whether the server closes the connection after it
    private boolean ask(Socket socket, InputStream in, String body, AtomicInteger answered, boolean first) throws IOException {
        String head;
        try {
            head = request(socket, in, body);
        } catch (SocketException e) {
            if (!first) throw e;
            refused.incrementAndGet();
            return true;
        }
        if (!head.startsWith("http/1.1 200")) throw new IOException("answered with '" + head.lines().findFirst().orElse("nothing") + "'");
        if (head.contains("transfer-encoding: chunked")) chunks(in);
        else if (in.readNBytes(length(head)).length < length(head)) throw new IOException("the answer was cut");
        answered.incrementAndGet();
        return head.contains("connection: close");
    }

    private static String request(Socket socket, InputStream in, String body) throws IOException {
        socket.getOutputStream().write(("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
            + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        return head(in);
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) throw new IOException("closed after " + head.length() + " characters of the head");
            head.append((char) c);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private static int length(String head) {
        int at = head.indexOf("content-length: ") + 16;
        return Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
    }

    private static void chunks(InputStream in) throws IOException {
        var all = new StringBuilder();
        while (true) {
            var size = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) throw new IOException("the stream was cut after " + all.length() + " bytes");
                if (c != '\r') size.append((char) c);
            }
            int length = Integer.parseInt(size.toString(), 16);
            all.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            in.readNBytes(2);
            if (length == 0) break;
        }
        if (!all.toString().endsWith("data: [DONE]\n\n")) throw new IOException("the stream has no end: " + all);
    }

    /// Waits until so many more requests of each kind that there is have been answered.
    void busy(int more) throws InterruptedException {
        for (AtomicInteger kind : List.of(fresh, kept, streams)) {
            int until = kind.get() + more;
            while (kind.get() > 0 && kind.get() < until) {
                assertTrue(failures.isEmpty(), failures.toString());
                Thread.sleep(1);
            }
        }
    }

    int answered() {
        return fresh.get() + kept.get() + streams.get();
    }

    /// Lets everybody finish what they are about.
    void finish() throws InterruptedException {
        over = true;
        for (Thread thread : threads) thread.join();
    }
}
