package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DataFormatException;

/// Turns a body's bytes into text, whatever their fragments: decompressed, and decoded as UTF-8 (bad sequences become U+FFFD, as
/// browsers do) or one character per byte. One body, one owner.
public final class BodyText {
    private static final byte[] NONE = {};

    private final CharsetDecoder decoder;
    private final Gunzip gunzip;
    private byte[] rest = NONE;

    /// @param verbatim        one character per byte
    /// @param contentEncoding the body's `content-encoding`, or null
    public BodyText(boolean verbatim, String contentEncoding) {
        Charset charset = verbatim ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
        gunzip = "gzip".equalsIgnoreCase(contentEncoding) || "x-gzip".equalsIgnoreCase(contentEncoding) ? new Gunzip() : null;
    }

    /// The text of the next bytes; a character cut at the end waits for the next call.
    /// @throws DataFormatException the bytes are not the gzip they claim to be
    public String add(List<ByteBuffer> buffers) throws DataFormatException {
        int n = 0;
        for (ByteBuffer b : buffers) n += b.remaining();
        var piece = ByteBuffer.allocate(n);
        for (ByteBuffer b : buffers) piece.put(b);
        ByteBuffer plain = gunzip == null ? piece.flip() : ByteBuffer.wrap(gunzip.inflate(piece.flip()));
        if (rest.length == 0) return decode(plain, false);
        return decode(ByteBuffer.allocate(rest.length + plain.remaining()).put(rest).put(plain).flip(), false);
    }

    /// What was held back when the body has ended.
    public String end() {
        return decode(ByteBuffer.wrap(rest), true);
    }

    private String decode(ByteBuffer bytes, boolean last) {
        var chars = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, chars, last);
        if (last) decoder.flush(chars);
        rest = bytes.hasRemaining() ? new byte[bytes.remaining()] : NONE;
        bytes.get(rest);
        return chars.flip().toString();
    }
}
