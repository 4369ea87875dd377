package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

import llmrouter.codings.BoundedBytes;
import llmrouter.codings.ByteSink;
import llmrouter.codings.CodingException;
import llmrouter.codings.ContentEncoding;

/// Turns the bytes of a body into text, however they are divided: decompressed, and decoded as UTF-8 (invalid
/// sequences become U+FFFD, as in browsers) or one character per byte. One for each body, one owner.
///
/// What comes is usually one piece of text. Compressed bytes can stand for very many, so they are decoded in steps:
/// when a piece is large enough it comes out, and the rest waits.
public final class BodyText {
    private static final byte[] NONE = {};
    /// Bytes that one step may decompress to. No answer comes near it; a decompression bomb does.
    private static final int MOST_OF_A_STEP = 8 << 20;
    /// Compressed bytes of one step.
    private static final int STEP = 256;
    /// A piece that has so many bytes comes out before more is decompressed.
    private static final int ENOUGH = 1 << 16;
    /// What is told of decompressed bytes: their text, and its copy.
    private static final int COPIES = 3;

    private final boolean verbatim;
    private final ContentEncoding encoding;
    private boolean begun;
    /// Takes the body if it is coded, else null.
    private ByteSink decoder;
    private BoundedBytes decoded;
    private byte[] rest = NONE;
    /// What has come and is not decoded yet, from `at` on.
    private byte[] coded = NONE;
    private int at;
    private boolean wide;
    private final LongConsumer holding;

    /// @param verbatim         one character per byte
    /// @param contentEncodings the values of the body's `content-encoding` fields
    /// @param holding          is told how many bytes are about to be held here, if they are many
    public BodyText(boolean verbatim, List<String> contentEncodings, LongConsumer holding) {
        this.verbatim = verbatim;
        this.holding = holding;
        encoding = ContentEncoding.of(contentEncodings);
    }

    /// Takes the next bytes. [#next] gives their text, which must all be fetched before the next call.
    public void take(List<ByteBuffer> buffers) {
        if (!begun) begin(buffers);
        coded = joined(decoder == null ? rest : NONE, buffers);
        at = 0;
    }

    /// Whether more text may come of what was taken.
    public boolean hasMore() {
        return at < coded.length;
    }

    /// The next text of what was taken; an incomplete character at the end is kept for later.
    /// @throws CodingException the body cannot be decompressed
    public String next() throws CodingException {
        if (decoder == null) return all();
        startPiece();
        while (hasMore() && decoded.count() < ENOUGH) {
            int from = at;
            at = Math.min(coded.length, from + STEP);
            decoder.take(coded, from, at);
            long kept = COPIES * decoder.kept();
            if (kept > 0) holding.accept(kept + decoded.count());
        }
        return text(decoded.bytes(), decoded.count());
    }

    private String all() {
        byte[] bytes = coded;
        coded = NONE;
        at = 0;
        return text(bytes, bytes.length);
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
        decoded = new BoundedBytes(MOST_OF_A_STEP, this::grows);
        decoded.take(rest, 0, rest.length);
    }

    private void grows(long bytes) {
        if (bytes > 2 * ENOUGH) holding.accept(COPIES * (bytes + decoder.kept()));
    }

    private String text(byte[] bytes, int length) {
        if (verbatim) return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int whole = length - incomplete(bytes, length);
        rest = whole == length ? NONE : Arrays.copyOfRange(bytes, whole, length);
        var text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
        wide |= text.length() < whole;
        return text;
    }

    /// Whether some of the text so far may take two bytes in memory for each of its characters.
    public boolean isWide() {
        return wide;
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
