package llmrouter.codings;

import llmrouter.zstd.ZstdDecoder;
import llmrouter.zstd.ZstdException;

/// Decodes the coding `zstd` (RFC 8878 §7.2), block by block.
final class ZstdSink implements ByteSink {
    private final ZstdDecoder decoder;
    private final ByteSink next;

    ZstdSink(ZstdBounds bounds, ByteSink next) {
        decoder = new ZstdDecoder(bounds.content(), bounds.window());
        this.next = next;
    }

    @Override
    public void take(byte[] bytes, int from, int to) throws CodingException {
        int at = from;
        while (at < to) {
            try {
                at = decoder.read(bytes, at, to);
            } catch (ZstdException e) {
                throw told(e);
            }
            if (decoder.end() > decoder.start()) next.take(decoder.bytes(), decoder.start(), decoder.end());
        }
    }

    @Override
    public void finish() throws CodingException {
        try {
            decoder.finish();
        } catch (ZstdException e) {
            throw told(e);
        }
        next.finish();
    }

    @Override
    public long kept() {
        return decoder.kept() + next.kept();
    }

    private static CodingException told(ZstdException e) {
        return switch (e.kind()) {
            case TORN -> CodingException.torn(Coding.ZSTD);
            case DAMAGED -> CodingException.damaged(Coding.ZSTD, e.getMessage());
            case UNSUPPORTED -> CodingException.undecodable(Coding.ZSTD, e.getMessage());
            case TOO_LARGE -> CodingException.tooLarge("its zstd coding is too large: " + e.getMessage());
        };
    }
}
