package llmrouter.cli.hosting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/// An address that is not to be called. It accepts nothing until it is asked.
final class SilentServer implements AutoCloseable {
    private final ServerSocket socket;

    SilentServer() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(1);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/client/v4";
    }

    /// Whether a connection was made: the system keeps it until it is accepted.
    boolean wasCalled() throws IOException {
        try (var _ = socket.accept()) {
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
