package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import llmrouter.codings.BoundedBytes;
import llmrouter.codings.ByteSink;
import llmrouter.codings.CodingException;
import llmrouter.codings.ContentEncoding;

/// Turns the bytes of a body into text, however they are divided: decompressed, and decoded as UTF-8 (invalid
/// sequences become U+FFFD, as in browsers) or one character per byte. One for each body, one owner.
public final class BodyText {
    private static final byte[] NONE = {};
    /// Bytes that one piece, of some 10 KiB, may decompress to. No answer comes near it; a decompression bomb does.
    private static final int MOST_OF_A_PIECE = 32 << 20;

    private final boolean verbatim;
    private final ContentEncoding encoding;
    private boolean begun;
    /// Takes the body if it is coded, else null.
    private ByteSink decoder;
    private BoundedBytes decoded;
    private byte[] rest = NONE;

    /// @param verbatim         one character per byte
    /// @param contentEncodings the values of the body's `content-encoding` fields
    public BodyText(boolean verbatim, List<String> contentEncodings) {
        this.verbatim = verbatim;
        encoding = ContentEncoding.of(contentEncodings);
    }

    /// The text of the next bytes; an incomplete character at the end is kept for the next call.
    /// @throws CodingException the body cannot be decompressed
    public String add(List<ByteBuffer> buffers) throws CodingException {
        if (!begun) begin(buffers);
        if (decoder == null) {
            byte[] bytes = joined(rest, buffers);
            return text(bytes, bytes.length);
        }
        startPiece();
        byte[] coded = joined(NONE, buffers);
        decoder.take(coded, 0, coded.length);
        return text(decoded.bytes(), decoded.count());
    }

    /// Decides with the first byte whether the body needs decoding at all.
    private void begin(List<ByteBuffer> buffers) {
        for (ByteBuffer b : buffers) {
            if (!b.hasRemaining()) continue;
            begun = true;
            if (!encoding.isPlain(b.get(b.position()))) decoder = encoding.lenientDecoder(new Piece());
            return;
        }
    }

    /// What is decoded goes to the piece that is being read.
    private final class Piece implements ByteSink {
        @Override
        public void take(byte[] bytes, int from, int to) throws CodingException {
            decoded.take(bytes, from, to);
        }

        @Override
        public void finish() {}
    }

    private void startPiece() throws CodingException {
        decoded = new BoundedBytes(MOST_OF_A_PIECE);
        decoded.take(rest, 0, rest.length);
    }

    private String text(byte[] bytes, int length) {
        if (verbatim) return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int whole = length - incomplete(bytes, length);
        rest = whole == length ? NONE : Arrays.copyOfRange(bytes, whole, length);
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
    private static int incomplete(byte[] bytes, int length) {
        for (int n = 1; n <= Math.min(3, length); n++) {
            int b = bytes[length - n] & 0xff;
            if (b < 0x80) return 0;
            if (b >= 0xC0) return n < characterLength(b) ? n : 0;
        }
        return 0;
    }

    private static int characterLength(int firstByte) {
        if (firstByte < 0xE0) return 2;
        return firstByte < 0xF0 ? 3 : 4;
    }

    /// What is left at the body's end, such as an incomplete character; usually an empty text.
    /// @throws CodingException the compressed body is incomplete
    public String end() throws CodingException {
        if (decoder == null) return new String(rest, StandardCharsets.UTF_8);
        startPiece();
        decoder.finish();
        String text = text(decoded.bytes(), decoded.count());
        return text + new String(rest, StandardCharsets.UTF_8);
    }
}
