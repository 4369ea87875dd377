package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import llmrouter.config.network.ProxyAddress;
import llmrouter.threads.Rounds;

/// An HTTP proxy on the loopback address for the HTTP client of this process, which connects through the real proxies.
/// Each call has a random login of its own, which leads to the address of this call and nowhere else; so no other
/// program of this machine can use the bridge. Of connections without a login there are few at a time, and for a short
/// time ([NewConnections]). Thread-safe; one virtual thread for each connection and direction.
///
/// ```
/// HTTP client ── CONNECT, login of the call ──► bridge ── SOCKS 5, or CONNECT by TCP or TLS ──► proxy ──► provider
/// ```
final class ProxyBridge implements AutoCloseable {
    private static final int LOGIN_BYTES = 24;
    private static final int BACKLOG = 1024;
    /// For the head of a connection: the client of this process sends it at once.
    private static final long HEAD_MS = 2_000;

    private static final long RETRY_NANOS = 10_000_000;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Passage> passages = new ConcurrentHashMap<>();
    private final NewConnections fresh = new NewConnections(passages::size);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private final ProxyDial dial;
    private final long headMs;

    ProxyBridge(ProxyDial dial) throws IOException {
        this(dial, HEAD_MS);
    }

    /// @param headMs the time that a connection has to show its login
    ProxyBridge(ProxyDial dial, long headMs) throws IOException {
        this.dial = dial;
        this.headMs = headMs;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy-bridge")
            .start(() -> Rounds.repeat(listener::isClosed, this::accept));
    }

    /// Where the bridge listens, without a name: `localhost` has other addresses, on which another program may listen.
    InetSocketAddress address() {
        InetAddress literal = InetAddress.ofLiteral(listener.getInetAddress().getHostAddress());
        return new InetSocketAddress(literal, listener.getLocalPort());
    }

    /// The way of a call through this bridge.
    Passage passage(ProxyAddress proxy, boolean secure, String host, int port, long connectMs) {
        var bytes = new byte[LOGIN_BYTES];
        random.nextBytes(bytes);
        String login = "Basic " + Base64.getEncoder().encodeToString(
            ("call:" + Base64.getUrlEncoder().encodeToString(bytes)).getBytes(StandardCharsets.ISO_8859_1));
        var passage = new Passage(proxy, secure, host, port, connectMs, this, login);
        passages.put(login, passage);
        return passage;
    }

    /// How many connections were cut until now before they had shown a login.
    int cuts() {
        return fresh.cut();
    }

    void forget(Passage passage) {
        passages.remove(passage.login());
    }

    private void accept() throws InterruptedException {
        try {
            Socket client = listener.accept();
            fresh.add(client);
            Thread.ofVirtual().name("proxy-call").start(() -> serve(client));
        } catch (IOException _) {
            // closed, or no more files may be open: the client's attempt fails by itself
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try {
            client.setTcpNoDelay(true);
            var reader = new HeadReader(client, new ProxyDeadline(headMs), () -> fresh.heard(client));
            HttpHead head = HttpHead.read(reader);
            if (head == null) return;
            String login = head.field("proxy-authorization");
            Passage passage = login == null ? null : passages.get(login);
            if (passage == null) {
                answer(client, "407 Proxy Authentication Required");
                return;
            }
            if (!fresh.remove(client)) return;
            passage.shown();
            if (head.first().startsWith("CONNECT ") == passage.secure()) pass(client, head, reader.rest(), passage);
            else answer(client, "400 Bad Request");
        } catch (IOException | RuntimeException _) {
            // the client left, or sent what only a stranger sends
        } finally {
            TwoWayCopy.close(client);
            fresh.remove(client);
            sockets.remove(client);
        }
    }

    /// @param rest what the client sends behind its head
    private void pass(Socket client, HttpHead head, InputStream rest, Passage passage) throws IOException {
        Socket server;
        try {
            server = passage.asksForWholeAddress() ? dial.open(passage.proxy(), passage.deadline())
                : dial.tunnel(passage.proxy(), passage.host(), passage.port(), passage.deadline());
        } catch (ProxyFailure e) {
            passage.failed(e);
            answer(client, "502 Bad Gateway");
            return;
        }
        passage.connected();
        sockets.add(server);
        try {
            // a bridge that was closed meanwhile has not seen this socket
            if (!listener.isClosed()) copy(client, head, rest, passage, server);
        } finally {
            TwoWayCopy.close(server);
            sockets.remove(server);
        }
    }

    private static void copy(Socket client, HttpHead head, InputStream rest, Passage passage, Socket server)
            throws IOException {
        if (passage.secure()) {
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            TwoWayCopy.run(client, rest, server, server.getInputStream());
            return;
        }
        boolean whole = passage.asksForWholeAddress();
        String login = whole ? ConnectHandshake.login(passage.proxy()) : null;
        server.getOutputStream().write(BridgedRequest.head(head, whole, login));
        InputStream body = BridgedRequest.body(head, rest);
        TwoWayCopy.run(client, body, server, BridgedRequest.answer(server.getInputStream()));
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream().write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Closes every connection.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException _) {
            // it accepts nothing more
        }
        sockets.forEach(TwoWayCopy::close);
    }
}
