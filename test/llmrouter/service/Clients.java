package llmrouter.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients that ask a gateway again and again, by raw sockets, and write down all that goes wrong: some with a new
/// connection for each request, some that keep theirs as long as they may, some with streams.
final class Clients {
    private static final String BODY = "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM =
        "{\"model\":\"p/m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    /// Between two requests, so that the processes under test get their share of the machine.
    private static final long PAUSE_NANOS = 1_000_000;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /// Requests that were answered in full, by the kind of client.
    final AtomicInteger fresh = new AtomicInteger();
    final AtomicInteger kept = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    /// Connections that no gateway took: they found no listener, or waited in the queue of one that was just closing.
    final AtomicInteger refused = new AtomicInteger();
    /// What else went wrong.
    final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    Clients(int port) {
        this.port = port;
    }

    Clients fresh(int count) {
        return repeated(count, "new connection", socket -> ask(socket, input(socket), BODY, fresh, true));
    }

    Clients kept(int count) {
        return repeated(count, "kept connection", socket -> {
            BufferedInputStream in = input(socket);
            boolean closed = ask(socket, in, BODY, kept, true);
            while (!closed && !over) {
                LockSupport.parkNanos(PAUSE_NANOS);
                closed = ask(socket, in, BODY, kept, false);
            }
        });
    }

    Clients streams(int count) {
        return repeated(count, "stream", socket -> ask(socket, input(socket), STREAM, streams, true));
    }

    @FunctionalInterface
    private interface Connected {
        void run(Socket socket) throws IOException;
    }

    private Clients repeated(int count, String kind, Connected turn) {
        for (int i = 0; i < count; i++) threads.add(Thread.ofVirtual().start(() -> repeat(kind, turn)));
        return this;
    }

    private void repeat(String kind, Connected turn) {
        while (!over) {
            try (Socket socket = connect()) {
                if (socket != null) turn.run(socket);
            } catch (IOException | RuntimeException e) {
                failures.add(kind + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// @return null if no gateway took the connection: a listener that closes while a client connects makes this a
    ///         reset instead of a refusal
    private Socket connect() throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
        } catch (SocketException _) {
            socket.close();
            refused.incrementAndGet();
            return null;
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static BufferedInputStream input(Socket socket) throws IOException {
        return new BufferedInputStream(socket.getInputStream());
    }

    /// One request and its whole answer.
    ///
    /// @param first whether nothing has been asked on the connection
    /// @return whether the server closes the connection after it
    private boolean ask(Socket socket, InputStream in, String body, AtomicInteger answered,
        boolean first) throws IOException {
        String head;
        try {
            head = request(socket, in, body);
        } catch (SocketException e) {
            if (!first) throw e;
            refused.incrementAndGet();
            return true;
        }
        if (!head.startsWith("http/1.1 200")) throw new IOException("answered with '"
            + head.lines().findFirst().orElse("nothing") + "'");
        if (head.contains("transfer-encoding: chunked")) chunks(in);
        else if (in.readNBytes(length(head)).length < length(head)) throw new IOException("the answer was cut");
        answered.incrementAndGet();
        return head.contains("connection: close");
    }

    private static String request(Socket socket, InputStream in, String body) throws IOException {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            + "content-length: " + body.length();
        socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
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
            if (kind.get() > 0) await(kind, kind.get() + more);
        }
    }

    /// Waits until a request of each kind has been answered.
    void started() throws InterruptedException {
        for (AtomicInteger kind : List.of(fresh, kept, streams)) await(kind, 1);
    }

    private void await(AtomicInteger kind, int count) throws InterruptedException {
        while (kind.get() < count) {
            assertTrue(failures.isEmpty(), failures.toString());
            Thread.sleep(1);
        }
    }

    /// Lets all clients finish the requests under way.
    void finish() throws InterruptedException {
        over = true;
        for (Thread thread : threads) thread.join();
    }
}
