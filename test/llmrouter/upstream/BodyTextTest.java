package llmrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import llmrouter.codings.CodingException;
import llmrouter.memory.HeapShareFull;
import llmrouter.zstd.ZstdSamples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BodyTextTest {
    private static final String TEXT = "data: größe 漢字 😀 \u0000 é\n\n".repeat(3);
    private static final byte[] UTF8 = TEXT.getBytes(StandardCharsets.UTF_8);

    private static String read(BodyText body, byte[]... pieces) throws CodingException {
        var out = new StringBuilder();
        for (byte[] piece : pieces) out.append(add(body, List.of(ByteBuffer.wrap(piece))));
        return out.append(body.end()).toString();
    }

    /// All text of the next bytes.
    private static String add(BodyText body, List<ByteBuffer> buffers) throws CodingException {
        body.take(buffers);
        var out = new StringBuilder();
        while (body.hasMore()) out.append(body.next());
        return out.toString();
    }

    private static List<String> labels(String encoding) {
        return encoding == null ? List.of() : List.of(encoding);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /// A gzip member whose header has the optional fields of these flags (RFC 1952 §2.3.1).
    private static byte[] gzip(byte[] bytes, int flags) throws IOException {
        byte[] plain = gzip(bytes);
        var out = new ByteArrayOutputStream();
        out.write(plain, 0, 3);
        out.write(flags);
        out.write(plain, 4, 6);
        if ((flags & 4) != 0) out.writeBytes(new byte[] {3, 0, 7, 0, 7});
        if ((flags & 8) != 0) out.writeBytes("name\0".getBytes(StandardCharsets.ISO_8859_1));
        if ((flags & 16) != 0) out.writeBytes("comment\0".getBytes(StandardCharsets.ISO_8859_1));
        if ((flags & 2) != 0) out.writeBytes(new byte[] {1, 2});
        out.write(plain, 10, plain.length - 10);
        return out.toByteArray();
    }

    private static void sameAtEverySplit(String expected, byte[] bytes, String encoding,
            boolean verbatim) throws CodingException {
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertEquals(expected, read(new BodyText(verbatim, labels(encoding), _ -> {}), Arrays.copyOf(bytes, cut),
                Arrays.copyOfRange(bytes, cut, bytes.length)), "cut at " + cut);
        }
        var single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) single[i] = new byte[] {bytes[i]};
        assertEquals(expected, read(new BodyText(verbatim, labels(encoding), _ -> {}), single));
    }

    @Test
    void charactersSurviveEverySplit() throws CodingException {
        sameAtEverySplit(TEXT, UTF8, null, false);
        sameAtEverySplit(new String(UTF8, StandardCharsets.ISO_8859_1), UTF8, null, true);
    }

    @Test
    void aListOfBuffersIsOnePiece() throws CodingException {
        var body = new BodyText(false, List.of(), _ -> {});
        assertEquals("é", add(body, List.of(ByteBuffer.wrap(new byte[] {(byte) 0xC3}),
            ByteBuffer.wrap(new byte[] {(byte) 0xA9}))));
    }

    @Test
    void badBytesBecomeTheReplacementCharacter() throws CodingException {
        sameAtEverySplit("a\uFFFDb", new byte[] {'a', (byte) 0xFF, 'b'}, null, false);
        sameAtEverySplit("a\uFFFDb", new byte[] {'a', (byte) 0xE6, (byte) 0xBC, 'b'}, null, false);
        assertEquals("a\uFFFD",
            read(new BodyText(false, List.of(), _ -> {}), new byte[] {'a', (byte) 0xE6, (byte) 0xBC}));
    }

    @Test
    void gzipIsInflatedAtEverySplit() throws CodingException, IOException {
        for (String name : new String[] {"gzip", "x-gzip", "GZIP"}) sameAtEverySplit(TEXT, gzip(UTF8), name, false);
        sameAtEverySplit(new String(UTF8, StandardCharsets.ISO_8859_1), gzip(UTF8), "gzip", true);
    }

    @Test
    void optionalHeaderFieldsArePassedOver() throws CodingException, IOException {
        for (int flags : new int[] {2, 4, 8, 16, 12, 24, 30}) sameAtEverySplit(TEXT, gzip(UTF8, flags), "gzip", false);
    }

    @Test
    void aBodyMayBeSeveralMembers() throws CodingException, IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(gzip(Arrays.copyOf(UTF8, 20)));
        out.writeBytes(gzip(Arrays.copyOfRange(UTF8, 20, 21)));
        out.writeBytes(gzip(Arrays.copyOfRange(UTF8, 21, UTF8.length)));
        sameAtEverySplit(TEXT, out.toByteArray(), "gzip", false);
    }

    @Test
    void whatIsFlushedIsSeenAtOnce() throws CodingException, IOException {
        var out = new ByteArrayOutputStream();
        var gzip = new GZIPOutputStream(out, true);
        gzip.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        var body = new BodyText(false, List.of("gzip"), _ -> {});
        assertEquals("data: one\n\n", add(body, List.of(ByteBuffer.wrap(out.toByteArray()))));
    }

    @Test
    void largeBodiesPassInPiecesOfAnySize() throws CodingException, IOException {
        var random = new Random(3);
        var text = new StringBuilder();
        while (text.length() < 300_000) text.append(random.nextInt(1000)).append("ß漢".charAt(random.nextInt(2)));
        byte[] bytes = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        var body = new BodyText(false, List.of("gzip"), _ -> {});
        var out = new StringBuilder();
        for (int at = 0; at < bytes.length;) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(5_000));
            out.append(add(body, List.of(ByteBuffer.wrap(bytes, at, to - at))));
            at = to;
        }
        assertEquals(text.toString(), out.append(body.end()).toString());
    }

    @Test
    void whatIsNotGzipIsAnError() throws IOException {
        for (byte[] other : List.of(new byte[] {1, 2, 3, 4, 5}, new byte[] {'x', 0}, new byte[] {0x1f})) {
            assertThrows(CodingException.class, () -> read(new BodyText(false, List.of("gzip"), _ -> {}), other));
        }
        byte[] broken = gzip(UTF8);
        Arrays.fill(broken, 10, broken.length, (byte) 0xFF);
        assertThrows(CodingException.class, () -> read(new BodyText(false, List.of("gzip"), _ -> {}), broken));
        byte[] endless = gzip(UTF8, 8);
        Arrays.fill(endless, 10, endless.length, (byte) 'n');
        byte[] more = new byte[1 << 18];
        Arrays.fill(more, (byte) 'n');
        assertThrows(CodingException.class, () -> read(new BodyText(false, List.of("gzip"), _ -> {}), endless, more));
    }

    @Test
    void zstdAndCharactersAreReadAtEverySplit() throws CodingException {
        byte[] frame = ZstdSamples.frame("codex-streamed.zst");
        byte[] content = ZstdSamples.content("codex");
        sameAtEverySplit(new String(content, StandardCharsets.UTF_8), frame, "zstd", false);
        sameAtEverySplit(new String(content, StandardCharsets.ISO_8859_1), frame, null, true);
    }

    @Test
    void bodiesOfAFewBytesAreTextWithAnyLabel() throws CodingException {
        for (String text : List.of("", "x", "{}", "(", "P", "ok", "null")) {
            for (String label : new String[] {null, "gzip", "zstd", "none", "identity, utf-8"}) {
                sameAtEverySplit(text, text.getBytes(StandardCharsets.UTF_8), label, false);
            }
        }
    }

    /// 4 GiB of spaces in one piece of 128 KiB.
    @Test
    void aBombComesOutInStepsUntilThereIsNoMemory() throws CodingException {
        byte[] bomb = ZstdSamples.bomb(32_768);
        var body = new BodyText(false, List.of("zstd"), _ -> {});
        body.take(List.of(ByteBuffer.wrap(bomb)));
        for (int step = 0; step < 5; step++) assertTrue(body.next().length() <= 8 << 20);
        var bounded = new BodyText(false, List.of("zstd"), bytes -> {
            if (bytes > 1 << 20) throw new HeapShareFull(bytes, 1 << 20);
        });
        bounded.take(List.of(ByteBuffer.wrap(bomb)));
        assertThrows(HeapShareFull.class, bounded::next);
    }

    @Test
    void aBodyThatBreaksOffIsAnErrorAtItsEnd() throws IOException {
        byte[] whole = gzip(UTF8);
        for (int cut = 1; cut < whole.length - 8; cut++) {
            byte[] torn = Arrays.copyOf(whole, cut);
            assertThrows(CodingException.class, () -> read(new BodyText(false, List.of("gzip"), _ -> {}), torn),
                "cut " + cut);
        }
    }
}
