package llmrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses gzip (RFC 1952) that arrives in pieces. The content of each piece is returned at once; the JDK's own
/// gzip stream would block for more. A body may consist of several members (§2.2). One for each body, one owner.
final class Gunzip {
    private static final int HEADER = 10;
    /// Flags of optional header parts (§2.3.1).
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int LONGEST_HEADER = 1 << 17;
    /// Checksum and length after each member. They are not verified: TCP has its own checksums, and damaged JSON does
    /// not parse.
    private static final int TRAILER = 8;

    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean inside;
    private int trailer;

    byte[] inflate(ByteBuffer piece) throws DataFormatException {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        var out = new ByteArrayOutputStream(4 * bytes.length + 64);
        int at = 0;
        while (at < bytes.length) {
            if (trailer > 0) {
                int skipped = Math.min(trailer, bytes.length - at);
                trailer -= skipped;
                at += skipped;
            } else if (inside) {
                at = content(bytes, at, out);
            } else {
                at = header(bytes, at);
            }
        }
        return out.toByteArray();
    }

    /// Inflates from `at` on and returns where the member's content, or the piece, ends.
    private int content(byte[] bytes, int at, ByteArrayOutputStream out) throws DataFormatException {
        inflater.setInput(bytes, at, bytes.length - at);
        byte[] buffer = new byte[8192];
        for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) out.write(buffer, 0, n);
        int end = bytes.length - inflater.getRemaining();
        if (inflater.finished()) {
            inside = false;
            trailer = TRAILER;
            inflater.reset();
        }
        return end;
    }

    /// Collects a member's header from `at` on and returns where it, or the piece, ends.
    private int header(byte[] bytes, int at) throws DataFormatException {
        int before = head.size();
        head.write(bytes, at, bytes.length - at);
        int length = headerLength(head.toByteArray());
        if (length < 0 && head.size() > LONGEST_HEADER) throw new DataFormatException("its gzip header has no end");
        if (length < 0) return bytes.length;
        head.reset();
        inside = true;
        return at + length - before;
    }

    /// Where the compressed data begins, or -1 while the header is not complete.
    private static int headerLength(byte[] b) throws DataFormatException {
        boolean gzip = b[0] == 0x1f && (b.length == 1 || (b[1] & 0xff) == 0x8b);
        if (!gzip) throw new DataFormatException("its content-encoding says gzip and it is not");
        if (b.length < HEADER) return -1;
        int flags = b[3];
        int at = HEADER;
        if ((flags & EXTRA) != 0) {
            if (b.length < at + 2) return -1;
            at += 2 + (b[at] & 0xff) + ((b[at + 1] & 0xff) << 8);
        }
        if ((flags & NAME) != 0) at = afterZero(b, at);
        if ((flags & COMMENT) != 0) at = afterZero(b, at);
        if ((flags & HEADER_CHECKSUM) != 0) at += 2;
        return at <= b.length ? at : -1;
    }

    private static int afterZero(byte[] b, int from) {
        for (int i = from; i < b.length; i++) {
            if (b[i] == 0) return i + 1;
        }
        return b.length + 1;
    }
}
