package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// The moment until which a proxy must have connected. One call, one thread.
final class ProxyDeadline {
    private static final long USUAL_MS = 60_000;

    private final long limitMs;
    private final long end;

    /// @param limitMs 0 for the usual limit of a minute
    ProxyDeadline(long limitMs) {
        this.limitMs = limitMs > 0 ? limitMs : USUAL_MS;
        this.end = now() + this.limitMs;
    }

    /// Milliseconds left, at least 1.
    /// @throws SocketTimeoutException none are left
    int left() throws SocketTimeoutException {
        long left = end - now();
        if (left <= 0) throw new SocketTimeoutException();
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /// The limit in words.
    String words() {
        return limitMs % 1000 == 0 ? limitMs / 1000 + " s" : limitMs + " ms";
    }

    /// What a socket receives, byte by byte, until this deadline. Nothing is read ahead.
    InputStream reading(Socket socket, InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                socket.setSoTimeout(left());
                return in.read();
            }
        };
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
