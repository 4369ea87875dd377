package llmrouter.worker;

import llmrouter.text.Text;
import llmrouter.zstd.ZstdDecoder;
import llmrouter.zstd.ZstdException;

/// Decodes a request's body in zstd, which the platform does not know. Pieces are texts of one character for each byte.
public final class HostedZstd {
    private static final int PIECE = 1 << 14;

    private final ZstdDecoder decoder;

    /// @param most bytes of content
    public HostedZstd(int most) {
        // programs that compress a large body in one go make its whole length the window
        decoder = new ZstdDecoder(most, Long.MAX_VALUE);
    }

    /// The content of the next piece.
    /// @throws ZstdException it is damaged or too large
    public String feed(String piece) throws ZstdException {
        var out = new Text();
        var bytes = new byte[Math.min(PIECE, piece.length())];
        for (int from = 0; from < piece.length(); from += PIECE) {
            int length = Math.min(PIECE, piece.length() - from);
            for (int i = 0; i < length; i++) bytes[i] = (byte) piece.charAt(from + i);
            decode(bytes, length, out);
        }
        return out.take();
    }

    private void decode(byte[] bytes, int length, Text out) throws ZstdException {
        int at = 0;
        while (at < length) {
            at = decoder.read(bytes, at, length);
            byte[] content = decoder.bytes();
            for (int i = decoder.start(); i < decoder.end(); i++) out.add((char) (content[i] & 0xff));
        }
    }

    /// The body has ended.
    /// @throws ZstdException it is incomplete
    public void end() throws ZstdException {
        decoder.finish();
    }

    /// What is wrong with a body, as a clause about it.
    public static String told(ZstdException e) {
        return "its zstd coding " + switch (e.kind()) {
            case TORN -> "ends too early";
            case DAMAGED -> "is damaged: " + e.getMessage();
            case UNSUPPORTED -> "cannot be decoded: " + e.getMessage();
            case TOO_LARGE -> BodyFault.TOO_LARGE + ": " + e.getMessage();
        };
    }
}
