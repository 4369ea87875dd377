package llmrouter.upstream.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;

/// What a client of the bridge sends: its head byte by byte, out of blocks that are read until a deadline, and then
/// [all that follows][#rest].
final class HeadReader extends InputStream {
    private static final int BLOCK = 8 << 10;

    private final Socket socket;
    private final InputStream in;
    private final ProxyDeadline deadline;
    private final byte[] block = new byte[BLOCK];
    private int at;
    private int end;
    private Runnable first;

    /// @param first what is done when the first bytes have come
    HeadReader(Socket socket, ProxyDeadline deadline, Runnable first) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadline = deadline;
        this.first = first;
    }

    @Override
    public int read() throws IOException {
        if (at == end) {
            socket.setSoTimeout(deadline.left());
            at = 0;
            end = Math.max(0, in.read(block));
            if (end == 0) return -1;
            if (first != null) first.run();
            first = null;
        }
        return block[at++] & 0xFF;
    }

    /// What follows the bytes that were read one by one, without a deadline; it is read in blocks.
    InputStream rest() throws IOException {
        socket.setSoTimeout(0);
        return at == end ? in : new Rest(Arrays.copyOfRange(block, at, end), in);
    }

    /// Bytes that have been received, and what comes after them.
    private static final class Rest extends InputStream {
        private final InputStream in;
        private byte[] received;
        private int passed;

        Rest(byte[] received, InputStream in) {
            this.received = received;
            this.in = in;
        }

        @Override
        public int read() {
            throw new IllegalStateException("it is read by the buffer");
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (received == null) return in.read(into, from, most);
            int n = Math.min(most, received.length - passed);
            System.arraycopy(received, passed, into, from, n);
            passed += n;
            if (passed == received.length) received = null;
            return n;
        }
    }
}
