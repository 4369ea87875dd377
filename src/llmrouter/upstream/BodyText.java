package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;

/// Turns a body's bytes into text, whatever their fragments: decompressed, and decoded as UTF-8 (bad sequences become U+FFFD, as
/// browsers do) or one character per byte. One body, one owner.
public final class BodyText {
    private static final byte[] NONE = {};

    private final boolean verbatim;
    private final Gunzip gunzip;
    private byte[] rest = NONE;

    /// @param verbatim        one character per byte
    /// @param contentEncoding the body's `content-encoding`, or null
    public BodyText(boolean verbatim, String contentEncoding) {
        this.verbatim = verbatim;
        gunzip = "gzip".equalsIgnoreCase(contentEncoding) || "x-gzip".equalsIgnoreCase(contentEncoding) ? new Gunzip() : null;
    }

    /// The text of the next bytes; a character cut at the end waits for the next call.
    /// @throws DataFormatException the bytes are not the gzip they claim to be
    public String add(List<ByteBuffer> buffers) throws DataFormatException {
        if (gunzip != null) return text(rest, List.of(ByteBuffer.wrap(gunzip.inflate(ByteBuffer.wrap(joined(NONE, buffers))))));
        return text(rest, buffers);
    }

    private String text(byte[] before, List<ByteBuffer> buffers) {
        byte[] bytes = joined(before, buffers);
        if (verbatim) return new String(bytes, StandardCharsets.ISO_8859_1);
        int whole = bytes.length - torn(bytes);
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
    private static int torn(byte[] bytes) {
        for (int n = 1; n <= Math.min(3, bytes.length); n++) {
            int b = bytes[bytes.length - n] & 0xff;
            if (b < 0x80) return 0;
            if (b >= 0xC0) return n < (b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4) ? n : 0;
        }
        return 0;
    }

    /// What was held back when the body has ended.
    public String end() {
        return new String(rest, StandardCharsets.UTF_8);
    }
}
