package llmrouter.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.SocketFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Connections to a gateway that all send the same bytes, as many as the system takes at once, and keep open; and
/// beside them a client that asks again and again.
final class ConnectionFlood implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final int port;
    private final String from;
    private final List<SocketChannel> connections = new ArrayList<>();

    /// All from one address of this machine.
    ConnectionFlood(int port, String from) {
        this.port = port;
        this.from = from;
    }

    /// Opens connections. What the gateway does not take yet is not waited for.
    void open(int count, byte[] bytes) throws IOException {
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open();
            connections.add(channel);
            try {
                channel.bind(new InetSocketAddress(from, 0));
                channel.connect(new InetSocketAddress("127.0.0.1", port));
                channel.configureBlocking(false);
                channel.write(ByteBuffer.wrap(bytes));
            } catch (SocketException _) {
                // the gateway has closed it
            }
        }
    }

    /// Waits until the gateway has closed all of them.
    void awaitClosed() throws IOException {
        for (SocketChannel channel : connections) {
            channel.configureBlocking(true);
            channel.socket().setSoTimeout(PATIENCE_MS);
            try {
                while (channel.socket().getInputStream().read() >= 0) continue;
            } catch (SocketException _) {
                // closed by a reset
            }
        }
    }

    /// Closes all of them.
    void end() throws IOException {
        for (SocketChannel channel : connections) channel.close();
        connections.clear();
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /// A request line and fields, of about so many bytes, without the empty line at their end.
    static byte[] halfHead(int size) {
        String start = "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ";
        return (start + "v".repeat(Math.max(0, size - start.length()))).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A small request on a connection of its own.
    /// @return the status line, or why there was none
    static String health(int port, SocketFactory sockets) {
        try (Socket socket = sockets.createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.substring(0, Math.min(15, answer.length()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// A client that asks one request after the other until it is closed, and fails if one of them is not answered.
    static final class Bystander implements AutoCloseable {
        private final AtomicInteger served = new AtomicInteger();
        private final List<String> others = new ArrayList<>();
        private final Thread thread;
        private volatile boolean closed;

        Bystander(int port, SocketFactory sockets) {
            thread = Thread.ofPlatform().start(() -> {
                while (!closed) {
                    String answer = health(port, sockets);
                    if (answer.equals("HTTP/1.1 200 OK")) served.incrementAndGet();
                    else if (others.size() < 20) others.add(answer);
                }
            });
        }

        /// Waits until it has been served so many times more.
        void served(int times) throws InterruptedException {
            for (int until = served.get() + times; served.get() < until && others.isEmpty();) Thread.sleep(5);
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            // an answer may be empty
            assertEquals("", String.join("; ", others.stream().map(answer -> '"' + answer + '"').toList()));
            assertTrue(served.get() > 0);
        }
    }
}
