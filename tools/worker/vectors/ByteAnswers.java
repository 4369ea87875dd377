package vectors;

import llmrouter.routing.SplitMix64;
import llmrouter.text.Base64Url;
import llmrouter.text.Fnv1a;
import llmrouter.worker.HostedZstd;
import llmrouter.zstd.ZstdDecoder;
import llmrouter.zstd.ZstdException;

/// Compressed bytes.
final class ByteAnswers {
    private ByteAnswers() {}

    /// @param frames bytes in Base64 for URLs
    /// @param seed   of the pieces in which they come
    /// @return the number of bytes and their hash
    static String zstd(String frames, long seed) throws ZstdException {
        String text = Base64Url.decode(frames);
        var bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) text.charAt(i);
        var chance = new SplitMix64(seed);
        var decoder = new ZstdDecoder(1 << 22, 1 << 27);
        var hash = new Fnv1a();
        long length = 0;
        int at = 0;
        int to = 0;
        while (at < bytes.length) {
            if (at == to) to = (int) Math.min(bytes.length, at + 1 + chance.below(1L << chance.below(15)));
            at = decoder.read(bytes, at, to);
            length += decoder.end() - decoder.start();
            hash.add(characters(decoder));
        }
        decoder.finish();
        return length + " " + hash.hex() + " " + ZstdDecoder.mayBegin(bytes, 0, bytes.length);
    }

    /// @param way how the frames are cut, see [Pieces#of]
    static String hosted(String frames, String way) throws ZstdException {
        var decoder = new HostedZstd(1 << 20);
        var hash = new Fnv1a();
        long length = 0;
        for (String piece : Pieces.of(Base64Url.decode(frames), way)) {
            String content = decoder.feed(piece);
            length += content.length();
            hash.add(content);
        }
        decoder.end();
        return length + " " + hash.hex();
    }

    private static String characters(ZstdDecoder decoder) {
        var left = new StringBuilder();
        for (int i = decoder.start(); i < decoder.end(); i++) left.append((char) (decoder.bytes()[i] & 0xFF));
        return left.toString();
    }
}
