package llmrouter.server.takeover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;

import llmrouter.server.ListenAddress;

/// A request of a gateway to itself, which keeps the JDK's server from closing the connections of clients that have no
/// request under way: it closes them as soon as it has been told to stop and no request is left. While another gateway
/// takes over, such clients may be about to send one, and are still served.
public final class ListenerHold implements AutoCloseable {
    private static final int CONNECT_MS = 500;
    private static final long ARRIVAL_MS = 1_000;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released;
    private final Patience patience;
    private Socket socket;

    /// Tells what enforces time limits for clients that nothing is expected of the client of this thread.
    @FunctionalInterface
    public interface Patience {
        /// @throws IOException it is too late for that
        void rest() throws IOException;
    }

    private ListenerHold(CountDownLatch released, Patience patience) {
        this.released = released;
        this.patience = patience;
    }

    /// Returns when the request is under way, or could not be made: the gateway may have no room for a connection.
    ///
    /// @param path     that no client knows
    /// @param released the request ends then
    /// @param patience called by the request's thread
    public static ListenerHold on(HttpServer http, ListenAddress address, String path, CountDownLatch released,
            Patience patience) {
        var hold = new ListenerHold(released, patience);
        http.createContext(path, _ -> hold.serve());
        try {
            hold.ask(http.getAddress(), address, path);
            hold.arrived.await(ARRIVAL_MS, TimeUnit.MILLISECONDS);
        } catch (IOException _) {
            hold.close(); // idle connections are closed early then
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return hold;
    }

    private void ask(InetSocketAddress bound, ListenAddress address, String path) throws IOException {
        InetAddress at = bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        socket = address.tls() == null ? new Socket() : address.tls().pinned().getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(at, bound.getPort()), CONNECT_MS);
        socket.setSoTimeout(CONNECT_MS);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /// On the request's own thread. It has no answer: to fail cuts the connection.
    private void serve() throws IOException {
        patience.rest();
        arrived.countDown();
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the handover is over");
    }

    @Override
    public void close() {
        try {
            if (socket != null) socket.close();
        } catch (IOException _) {
            return; // it is of no use any more
        }
    }
}
