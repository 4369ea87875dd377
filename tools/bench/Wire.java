import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The reading side of an HTTP/1.1 connection, with no more work than counting bytes. One owner.
final class Wire {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Wire(InputStream in) {
        this.in = in;
    }

    private void fill() throws IOException {
        end = in.read(buffer, 0, buffer.length);
        at = 0;
        if (end < 0) throw new EOFException("the connection ended");
    }

    /// Whether the peer closed instead of sending more.
    boolean atEnd() throws IOException {
        if (at < end) return false;
        end = in.read(buffer, 0, buffer.length);
        at = 0;
        return end < 0;
    }

    /// The next line without its end.
    String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            if (at == end) fill();
            int c = buffer[at++];
            if (c == '\n') return line.toString();
            if (c != '\r') line.append((char) c);
        }
    }

    void skip(long bytes) throws IOException {
        while (bytes > 0) {
            if (at == end) fill();
            long some = Math.min(bytes, end - at);
            at += (int) some;
            bytes -= some;
        }
    }

    String text(int bytes) throws IOException {
        var text = new byte[bytes];
        for (int i = 0; i < bytes;) {
            if (at == end) fill();
            int some = Math.min(bytes - i, end - at);
            System.arraycopy(buffer, at, text, i, some);
            at += some;
            i += some;
        }
        return new String(text, StandardCharsets.UTF_8);
    }
}
