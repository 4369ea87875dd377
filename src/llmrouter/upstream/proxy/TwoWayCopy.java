package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Passes bytes between two connections, both ways, as they come; no more than one buffer for each way is held. When
/// one side ends, the other is told by a half-close and has a few seconds to end too. When one side breaks, the other
/// is reset, so that an answer that was cut does not look like a whole one. Both are closed at the end.
final class TwoWayCopy {
    private static final int BUFFER = 16 << 10;
    private static final long LINGER_S = 5;

    private final Socket client;
    private final Socket server;
    private final CountDownLatch open = new CountDownLatch(2);

    private TwoWayCopy(Socket client, Socket server) {
        this.client = client;
        this.server = server;
    }

    /// Returns when both connections are closed.
    ///
    /// @param fromClient what the client sends, or is still to be passed of it
    /// @param fromServer likewise
    static void run(Socket client, InputStream fromClient, Socket server, InputStream fromServer) {
        var copy = new TwoWayCopy(client, server);
        Thread.ofVirtual().name("proxy-answer").start(() -> copy.pass(fromServer, client));
        copy.pass(fromClient, server);
    }

    private void pass(InputStream from, Socket to) {
        try {
            var buffer = new byte[BUFFER];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) to.getOutputStream().write(buffer, 0, n);
            to.shutdownOutput();
            open.countDown();
            if (!open.await(LINGER_S, TimeUnit.SECONDS)) reset();
        } catch (IOException _) {
            open.countDown();
            reset();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close(client);
            close(server);
        }
    }

    private void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException _) {
                // it is closed already
            }
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // there is nothing left to close
        }
    }
}
