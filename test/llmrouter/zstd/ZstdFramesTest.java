package llmrouter.zstd;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Frames of the `zstd` tool at every level, and frames written by hand for what the tool seldom writes.
class ZstdFramesTest {
    private static final int WHOLE = Integer.MAX_VALUE / 2;

    static List<ZstdSamples.Sample> samples() {
        return ZstdSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void framesOfTheToolAreDecoded(ZstdSamples.Sample sample) throws ZstdException {
        assertArrayEquals(sample.content(), ZstdSamples.decoded(sample.frame(), WHOLE));
        assertArrayEquals(sample.content(), ZstdSamples.decoded(sample.frame(), 1));
        assertArrayEquals(sample.content(), ZstdSamples.decoded(sample.frame(), 997));
    }

    @Test
    void theFixturesAreThere() {
        var names = samples().stream().map(ZstdSamples.Sample::name).toList();
        for (int level = 1; level <= 22; level++) assertTrue(names.contains("json-level" + level + ".zst"));
    }

    @Test
    void aFrameIsDecodedAtEverySplit() throws ZstdException {
        for (var name : List.of("json-level3.zst", "chunks-level5.zst", "one-checked.zst")) {
            byte[] frame = ZstdSamples.frame(name);
            byte[] content = ZstdSamples.content(name.substring(0, name.indexOf('-')));
            for (int cut = 0; cut <= frame.length; cut++) {
                var decoder = new ZstdDecoder(1 << 20, 1 << 20);
                var out = new ByteArrayOutputStream();
                feed(decoder, frame, 0, cut, out);
                feed(decoder, frame, cut, frame.length, out);
                decoder.finish();
                assertArrayEquals(content, out.toByteArray(), name + " cut at " + cut);
            }
        }
    }

    private static void feed(ZstdDecoder decoder, byte[] b, int from, int to, ByteArrayOutputStream out)
            throws ZstdException {
        int at = from;
        while (at < to) {
            at = decoder.read(b, at, to);
            out.write(decoder.bytes(), decoder.start(), decoder.end() - decoder.start());
        }
    }

    @Test
    void framesFollowEachOtherAndSkippableOnesAreSkipped() throws ZstdException {
        byte[] json = ZstdSamples.frame("json-level3.zst");
        byte[] empty = ZstdSamples.frame("empty-checked.zst");
        byte[] skipped = HandMade.bytes(0x5A, 0x2A, 0x4D, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5);
        byte[] skippedNothing = HandMade.bytes(0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0);
        byte[] all = HandMade.joined(skipped, json, skippedNothing, empty, json, skipped);
        byte[] content = ZstdSamples.content("json");
        for (int piece : new int[] {1, 3, WHOLE}) {
            assertArrayEquals(HandMade.joined(content, content), ZstdSamples.decoded(all, piece));
        }
        assertEquals(0, ZstdSamples.decoded(skippedNothing, 1).length);
    }

    /// The window is smaller than the content by far, so that older content is dropped again and again.
    @Test
    void aWindowSlidesOverManyBlocks() throws ZstdException {
        var random = new SplittableRandom(4);
        var frame = new HandMade().header(HandMade.windowDescriptor(10));
        var content = new ByteArrayOutputStream();
        for (int i = 0; i < 3_000; i++) {
            var piece = new byte[1 + random.nextInt(1_000)];
            random.nextBytes(piece);
            content.writeBytes(piece);
            frame.raw(piece, false);
            if (i % 3 > 0) continue;
            // one sequence: no literals, an offset that is new, and its length of 3
            byte[] so = content.toByteArray();
            int back = Math.min(1_024, so.length);
            for (int n = 0; n < 3; n++) content.write(so[so.length - back + n]);
            frame.oneMatch(back);
        }
        frame.raw(new byte[0], true);
        assertArrayEquals(content.toByteArray(), ZstdSamples.decoded(frame.bytes(), WHOLE));
        assertArrayEquals(content.toByteArray(), ZstdSamples.decoded(frame.bytes(), 100));
    }

    /// Literals of one letter, and tables of one symbol each, which read no bits at all.
    @Test
    void oneSymbolNeedsNoBits() throws ZstdException {
        byte[] block = HandMade.bytes(
            10 << 3 | 1, 'x', // ten times the letter
            2, 0x54, 3, 0, 0, // two sequences: three literals, the first offset again, a match of three
            1); // only the mark
        byte[] expected = new byte[16];
        Arrays.fill(expected, (byte) 'x');
        var frame = new HandMade().header(HandMade.windowDescriptor(17)).compressed(block, true);
        assertArrayEquals(expected, ZstdSamples.decoded(frame.bytes(), WHOLE));
    }

    /// A count of sequences in three bytes begins at 32,512; the table of each code is repeated from the block before.
    @Test
    void manySequencesAndTablesOfTheBlockBefore() throws ZstdException {
        int count = 0x7F00 + 513;
        byte[] first = HandMade.bytes(0, 0xff, 1, 2, 0x54, 0, 0, 0, 1);
        byte[] again = HandMade.bytes(0, 0xff, 1, 2, 0xfc, 1);
        byte[] letters = new byte[100];
        Arrays.fill(letters, (byte) 'y');
        var frame = new HandMade().header(HandMade.windowDescriptor(17)).raw(letters, false).compressed(first, false)
            .compressed(again, true);
        byte[] decoded = ZstdSamples.decoded(frame.bytes(), WHOLE);
        assertEquals(100 + 2 * 3 * count, decoded.length);
        for (byte b : decoded) assertEquals('y', b);
    }

    /// The offsets of §3.1.1.5: where a sequence has no literals, the numbers mean the next older ones.
    @Test
    void repeatedOffsetsAreThoseOfTheRfc() {
        var offsets = new RepeatOffsets();
        assertEquals(1, offsets.offset(1, false));
        assertEquals(4, offsets.offset(1, true)); // now 4, 1, 8
        assertEquals(8, offsets.offset(3, false)); // now 8, 4, 1
        assertEquals(7, offsets.offset(3, true)); // now 7, 8, 4
        assertEquals(4, offsets.offset(2, true)); // now 4, 7, 8
        assertEquals(97, offsets.offset(100, true)); // now 97, 4, 7
        assertEquals(7, offsets.offset(3, false));
        assertEquals(0, new RepeatOffsets().offset(3, true));
    }

    @Test
    void theHashIsThatOfItsSpecification() {
        assertEquals(0xEF46DB3751D8E999L, hash(""));
        assertEquals(0xD24EC4F1A98C6E5BL, hash("a"));
        assertEquals(0x44BC2CF5AD770999L, hash("abc"));
        assertEquals(0x02A2E85470D6FD96L, hash("Call me Ishmael. Some years ago--never mind how long precisely-"));
    }

    private static long hash(String text) {
        var whole = new Xxh64();
        var single = new Xxh64();
        for (int i = 0; i < text.length(); i++) single.add(new byte[] {0, (byte) text.charAt(i)}, 1, 2);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) text.charAt(i);
        whole.add(bytes, 0, bytes.length);
        assertEquals(whole.hash(), single.hash(), text);
        return whole.hash();
    }

    @Test
    void framesAreKnownByTheirFirstBytes() {
        byte[] frame = ZstdSamples.frame("json-level3.zst");
        for (int n = 0; n <= 5; n++) assertTrue(ZstdDecoder.mayBegin(frame, 0, n));
        assertTrue(ZstdDecoder.mayBegin(HandMade.bytes(0x5F, 0x2A, 0x4D, 0x18), 0, 4));
        assertTrue(ZstdDecoder.mayBegin(HandMade.bytes(0x50, 0x2A), 0, 2));
        for (byte[] other : List.of(HandMade.bytes('('), HandMade.bytes(0x60), HandMade.bytes(0x50, 0x2B),
                HandMade.bytes(0x28, 0xB5, 0x2F), HandMade.bytes(0x1f, 0x8b), HandMade.bytes('{'))) {
            boolean frameBegins = other[0] == 0x28;
            assertEquals(frameBegins, ZstdDecoder.mayBegin(other, 0, other.length));
        }
        assertFalse(ZstdDecoder.mayBegin(HandMade.bytes(0x28, 0xB5, 0x2F, 0xFC), 0, 4));
    }
}
