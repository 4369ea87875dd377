import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;

/// A port on which a simulated provider answers, each connection on a virtual thread. It listens until the process
/// ends.
final class Listener {
    /// Reads one request and answers it.
    interface Answering {
        /// @throws IOException to end the connection where it stands
        void answer(Wire wire, OutputStream out) throws IOException, InterruptedException;
    }

    /// Ends the connection with a reset in place of a proper end.
    static final class Reset extends IOException {
        private static final long serialVersionUID = 1;

        Reset() {
            super("resets the connection");
        }
    }

    private static final int BACKLOG = 8192;

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final Answering answering;

    private Listener(ServerSocket server, Answering answering) {
        this.server = server;
        this.answering = answering;
    }

    static Listener start(Answering answering) throws IOException {
        return start(ServerSocketFactory.getDefault(), answering);
    }

    /// @param sockets e.g. those of TLS
    static Listener start(ServerSocketFactory sockets, Answering answering) throws IOException {
        var server = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        var listener = new Listener(server, answering);
        Thread.ofPlatform().daemon().start(listener::accept);
        return listener;
    }

    int port() {
        return server.getLocalPort();
    }

    /// Connections that are open now.
    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the bench's provider cannot accept connections", e);
        }
    }

    private void answer(Socket socket, Wire wire, OutputStream out) throws IOException, InterruptedException {
        try {
            while (!wire.atEnd()) answering.answer(wire, out);
        } catch (Reset e) {
            socket.setSoLinger(true, 0);
            throw e;
        }
    }

    private void serve(Socket socket) {
        connections.incrementAndGet();
        try (socket) {
            socket.setTcpNoDelay(true);
            var wire = new Wire(socket.getInputStream());
            var out = socket.getOutputStream();
            answer(socket, wire, out);
        } catch (IOException e) {
            // A gateway may close a connection whenever it likes; what that costs shows at the client.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.decrementAndGet();
        }
    }
}
