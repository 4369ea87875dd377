package llmrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses gzip (RFC 1952) that arrives in pieces, giving each piece's content at once; the JDK's own gzip stream can only be
/// pulled. One body, one owner.
final class Gunzip {
    private static final int HEADER = 10;

    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean started;

    byte[] inflate(ByteBuffer piece) throws DataFormatException {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        int from = 0;
        if (!started) {
            head.writeBytes(bytes);
            bytes = head.toByteArray();
            from = headerLength(bytes);
            if (from < 0) return new byte[0];
            started = true;
        }
        inflater.setInput(bytes, from, bytes.length - from);
        var out = new ByteArrayOutputStream(4 * (bytes.length - from) + 64);
        byte[] buffer = new byte[8192];
        while (!inflater.finished()) {
            int n = inflater.inflate(buffer);
            if (n == 0) break;
            out.write(buffer, 0, n);
        }
        if (inflater.finished()) inflater.end();
        return out.toByteArray();
    }

    /// Where the compressed data begins, or -1 while the header is not all here.
    private static int headerLength(byte[] b) throws DataFormatException {
        if (b.length < HEADER) return -1;
        if (b[0] != 0x1f || (b[1] & 0xff) != 0x8b) throw new DataFormatException("its content-encoding says gzip and it is not");
        int flags = b[3];
        int at = HEADER;
        if ((flags & 4) != 0) {
            if (b.length < at + 2) return -1;
            at += 2 + (b[at] & 0xff) + ((b[at + 1] & 0xff) << 8);
        }
        for (int text = 8; text <= 16; text <<= 1) if ((flags & text) != 0) at = afterZero(b, at);
        if ((flags & 2) != 0) at += 2;
        return at <= b.length ? at : -1;
    }

    private static int afterZero(byte[] b, int from) {
        for (int i = from; i < b.length; i++) if (b[i] == 0) return i + 1;
        return b.length + 1;
    }
}
