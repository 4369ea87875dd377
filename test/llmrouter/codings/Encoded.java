package llmrouter.codings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import llmrouter.zstd.ZstdSamples;

/// Bodies under content codings.
public final class Encoded {
    private Encoded() {}

    /// The content under a list of codings, the first applied first: `gzip`, `zlib`, `raw` (bare deflate), `zstd`.
    public static byte[] as(String codings, byte[] content) {
        byte[] bytes = content;
        if (codings.isEmpty()) return bytes;
        for (String coding : codings.split(",")) bytes = once(coding, bytes);
        return bytes;
    }

    /// As a text of one character for each byte.
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] once(String coding, byte[] content) {
        if (coding.equals("zstd")) return ZstdSamples.stored(content);
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = encoder(coding, bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static OutputStream encoder(String coding, OutputStream to) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(to);
            case "zlib" -> new DeflaterOutputStream(to);
            case "raw" -> new DeflaterOutputStream(to, new Deflater(9, true));
            default -> throw new IllegalArgumentException(coding);
        };
    }

    /// A gzip body whose encoder flushed and did not finish.
    public static byte[] flushed(byte[] content) {
        return flushedTwice(content, content).getFirst();
    }

    /// One gzip body in two pieces; its encoder flushed after the first content.
    public static List<byte[]> flushedTwice(byte[] first, byte[] second) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes, true)) {
            gzip.write(first);
            gzip.flush();
            byte[] before = bytes.toByteArray();
            gzip.write(second);
            gzip.finish();
            byte[] all = bytes.toByteArray();
            return List.of(before, Arrays.copyOfRange(all, before.length, all.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] withDictionary(byte[] content) {
        var deflater = new Deflater();
        deflater.setDictionary(new byte[] {1, 2, 3});
        deflater.setInput(content);
        deflater.finish();
        var bytes = new byte[200];
        int length = deflater.deflate(bytes);
        deflater.end();
        return Arrays.copyOf(bytes, length);
    }

    public static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }
}
