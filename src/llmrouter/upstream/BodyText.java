package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;

/// Turns the bytes of a body into text, however they are divided: decompressed, and decoded as UTF-8 (invalid
/// sequences become U+FFFD, as in browsers) or one character per byte. One for each body, one owner.
public final class BodyText {
    private static final byte[] NONE = {};

    private final boolean verbatim;
    private final Gunzip gunzip;
    private byte[] rest = NONE;

    /// @param verbatim        one character per byte
    /// @param contentEncoding the body's `content-encoding`, or null
    public BodyText(boolean verbatim, String contentEncoding) {
        this.verbatim = verbatim;
        gunzip = "gzip".equalsIgnoreCase(contentEncoding) || "x-gzip".equalsIgnoreCase(contentEncoding)
            ? new Gunzip() : null;
    }

    /// The text of the next bytes; an incomplete character at the end is kept for the next call.
    /// @throws DataFormatException the body is not valid gzip
    public String add(List<ByteBuffer> buffers) throws DataFormatException {
        if (gunzip == null) return text(rest, buffers);
        byte[] inflated = gunzip.inflate(ByteBuffer.wrap(joined(NONE, buffers)));
        return text(rest, List.of(ByteBuffer.wrap(inflated)));
    }

    private String text(byte[] before, List<ByteBuffer> buffers) {
        byte[] bytes = joined(before, buffers);
        if (verbatim) return new String(bytes, StandardCharsets.ISO_8859_1);
        int whole = bytes.length - incomplete(bytes);
        rest = whole == bytes.length ? NONE : Arrays.copyOfRange(bytes, whole, bytes.length);
        return new String(bytes, 0, whole, StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] before, List<ByteBuffer> buffers) {
        int n = before.length;
        for (ByteBuffer b : buffers) n += b.remaining();
        byte[] bytes = Arrays.copyOf(before, n);
        int at = before.length;
        for (ByteBuffer b : buffers) {
            int length = b.remaining();
            b.get(bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /// How many bytes at the end begin a character without finishing it (RFC 3629 §3).
    private static int incomplete(byte[] bytes) {
        for (int n = 1; n <= Math.min(3, bytes.length); n++) {
            int b = bytes[bytes.length - n] & 0xff;
            if (b < 0x80) return 0;
            if (b >= 0xC0) return n < characterLength(b) ? n : 0;
        }
        return 0;
    }

    private static int characterLength(int firstByte) {
        if (firstByte < 0xE0) return 2;
        return firstByte < 0xF0 ? 3 : 4;
    }

    /// The incomplete character that the body ended with, or an empty text.
    public String end() {
        return new String(rest, StandardCharsets.UTF_8);
    }
}
