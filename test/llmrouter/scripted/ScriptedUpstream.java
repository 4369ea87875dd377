package llmrouter.scripted;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A provider on a raw socket that does exactly what a test says, down to the byte: answers, stalls, cuts, resets,
/// lies. Each request takes the next script; the last one serves all that follow.
public final class ScriptedUpstream implements AutoCloseable {
    /// What the provider does with one request.
    public interface Script {
        void run(Wire wire) throws IOException, InterruptedException;
    }

    /// @param headers names in lower case
    /// @param at      when it had come, in System.nanoTime
    public record Seen(String requestLine, Map<String, String> headers, String body, long at) {}

    /// One request's connection.
    public static final class Wire {
        private final Socket socket;
        private final Seen request;
        private final CountDownLatch left = new CountDownLatch(1);
        private volatile long leftAt;

        Wire(Socket socket, Seen request) {
            this.socket = socket;
            this.request = request;
        }

        public Seen request() {
            return request;
        }

        /// Sends bytes as they stand (one character each).
        public Wire send(String bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /// A whole answer with its length.
        public void json(int status, String body, String... fields) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\ncontent-length: " + bytes.length;
            send(head + "\r\n" + lines(fields) + "\r\n");
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /// The head of an event stream whose end is the connection's.
        public Wire stream(String... fields) throws IOException {
            String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
            return send(head + lines(fields) + "\r\n");
        }

        public Wire event(String data) throws IOException {
            return send("data: " + data + "\n\n");
        }

        /// Closes in order.
        public void close() throws IOException {
            socket.close();
        }

        /// Closes so that the peer sees a reset.
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Waits until the gateway closes the connection; the time of it in System.nanoTime.
        public long awaitDeparture() throws InterruptedException {
            try {
                while (socket.getInputStream().read() >= 0) continue;
            } catch (IOException _) {
                // a reset is a departure too
            }
            leftAt = System.nanoTime();
            left.countDown();
            return leftAt;
        }

        private static String lines(String... fields) {
            return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        }
    }

    private final ServerSocket listener;
    private final String scheme;
    private final Queue<Script> scripts = new ArrayDeque<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private Script last;

    public ScriptedUpstream(Script... scripts) throws IOException {
        this(InetAddress.getLoopbackAddress(), scripts);
    }

    /// One that listens on another address of this machine.
    public ScriptedUpstream(InetAddress address, Script... scripts) throws IOException {
        this(ServerSocketFactory.getDefault().createServerSocket(0, 1024, address), "http", scripts);
    }

    /// One that speaks TLS.
    public static ScriptedUpstream secure(SSLContext key, Script... scripts) throws IOException {
        return new ScriptedUpstream(listener(key.getServerSocketFactory()), "https", scripts);
    }

    /// One that wants a certificate of its clients, in one version of TLS.
    public static ScriptedUpstream wanting(SSLContext key, String protocol, Script... scripts) throws IOException {
        var listener = (SSLServerSocket) listener(key.getServerSocketFactory());
        listener.setNeedClientAuth(true);
        listener.setEnabledProtocols(new String[] {protocol});
        return new ScriptedUpstream(listener, "https", scripts);
    }

    private static ServerSocket listener(ServerSocketFactory sockets) throws IOException {
        return sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    }

    private ScriptedUpstream(ServerSocket listener, String scheme, Script... scripts) {
        this.listener = listener;
        this.scheme = scheme;
        this.scripts.addAll(List.of(scripts));
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + port() + "/v1";
    }

    /// Requests so far.
    public List<Seen> seen() {
        return seen;
    }

    /// Connections so far that have carried a request.
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            boolean first = true;
            for (Seen request = read(in); request != null; request = read(in)) {
                if (first) connections.incrementAndGet();
                first = false;
                seen.add(request);
                next().run(new Wire(socket, request));
            }
        } catch (IOException | InterruptedException _) {
            // the gateway or the script ended the connection
        }
    }

    private synchronized Script next() {
        if (!scripts.isEmpty()) last = scripts.remove();
        return last;
    }

    private static Seen read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) return null;
        var headers = new HashMap<String, String>();
        for (String l = line(in); l != null && !l.isEmpty(); l = line(in)) {
            int colon = l.indexOf(':');
            headers.put(l.substring(0, colon).toLowerCase(Locale.ROOT), l.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Seen(first, headers, new String(body, StandardCharsets.UTF_8), System.nanoTime());
    }

    private static String line(InputStream in) throws IOException {
        var out = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) return out.isEmpty() ? null : out.toString();
            if (c != '\r') out.append((char) c);
        }
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /// Whether a latch opens in good time.
    public static boolean soon(CountDownLatch latch) throws InterruptedException {
        return latch.await(5, TimeUnit.SECONDS);
    }
}
