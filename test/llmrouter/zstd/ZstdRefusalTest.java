package llmrouter.zstd;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.zstd.ZstdException.Kind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/// Bytes that no encoder writes: each is refused with a reason, and nothing else happens.
class ZstdRefusalTest {
    private static final int WHOLE = Integer.MAX_VALUE / 2;
    private static final byte[] WINDOW = HandMade.windowDescriptor(17);

    record Bad(String words, Kind kind, byte[] bytes) {
        @Override
        public String toString() {
            return words;
        }
    }

    private static Bad damaged(String words, HandMade frame) {
        return new Bad(words, Kind.DAMAGED, frame.bytes());
    }

    /// A frame whose one block has these bytes.
    private static Bad block(String words, int... bytes) {
        return damaged(words, new HandMade().header(WINDOW).compressed(HandMade.bytes(bytes), true));
    }

    static List<Bad> bad() {
        var header = HandMade.bytes(0xFF);
        return List.of(
            new Bad("it does not begin with a frame", Kind.DAMAGED, HandMade.bytes('{', '"', 'a', '"')),
            new Bad("what follows a frame is no frame", Kind.DAMAGED,
                HandMade.joined(ZstdSamples.frame("one-checked.zst"), HandMade.bytes('a', 'b', 'c', 'd'))),
            damaged("reserved bit", new HandMade().header(HandMade.bytes(0x08, 0))),
            new Bad("needs the dictionary 258", Kind.UNSUPPORTED,
                new HandMade().header(HandMade.bytes(0x02, 0, 2, 1)).bytes()),
            new Bad("needs the dictionary 4294967295", Kind.UNSUPPORTED,
                new HandMade().header(HandMade.bytes(0x03, 0, 255, 255, 255, 255)).bytes()),
            new Bad("2^63 bytes", Kind.TOO_LARGE,
                new HandMade().header(HandMade.joined(HandMade.bytes(0xE0), new byte[7], header)).bytes()),
            new Bad("more content than is allowed", Kind.TOO_LARGE,
                new HandMade().header(HandMade.joined(HandMade.bytes(0xE0), new byte[6], HandMade.bytes(1, 0)))
                    .bytes()),
            new Bad("needs a window of 4123168604160 bytes", Kind.TOO_LARGE,
                new HandMade().header(HandMade.bytes(0, 0xFF)).bytes()),
            damaged("reserved type", new HandMade().header(WINDOW).reserved()),
            damaged("is larger than its frame allows",
                new HandMade().header(WINDOW).repeated(1, (128 << 10) + 1, true)),
            damaged("is larger than its frame allows",
                new HandMade().header(HandMade.windowDescriptor(10)).repeated(1, 1025, true)),
            damaged("does not hold the 5 bytes", new HandMade().header(HandMade.bytes(0x20, 5)).raw(new byte[4], true)),
            damaged("does not hold the 5 bytes",
                new HandMade().header(HandMade.bytes(0x20, 5)).raw(new byte[3], false).raw(new byte[3], true)),
            damaged("is not that of its content",
                new HandMade().header(HandMade.bytes(0x24, 1)).raw(new byte[1], true).add(new byte[4])),
            damaged("a compressed block is empty", new HandMade().header(WINDOW).compressed(new byte[0], true)),
            block("the literals are longer", 5 << 3, 1, 2),
            block("the literals are longer", 0x0C),
            block("more literals than content", 0x0D, 0xFF, 0xFF, 1, 0),
            block("no sequences, and does not say so", 1 << 3, 'a'),
            block("goes on after saying so", 1 << 3, 'a', 0, 0),
            block("the count of sequences is longer", 0, 200),
            block("tables of the sequences are longer", 0, 1),
            block("tables of the sequences are longer", 0, 1, 0x54, 3),
            block("modes of the tables set a reserved bit", 0, 1, 0x55, 0, 0, 0, 1),
            block("repeats a table", 0, 1, 0xC0, 1),
            block("a code of a sequence does not exist", 0, 1, 0x54, 36, 0, 0, 1),
            block("a code of a sequence does not exist", 0, 1, 0x54, 0, 32, 0, 1),
            block("a code of a sequence does not exist", 0, 1, 0x54, 0, 0, 53, 1),
            block("a stream of bits is empty", 0, 1, 0x54, 0, 0, 0),
            block("no mark at its end", 0, 1, 0x54, 0, 0, 0, 0),
            block("a sequence lacks its literals", 0, 1, 0x54, 1, 0, 0, 1),
            block("from before the window", 0, 1, 0x54, 0, 0, 0, 1),
            block("from before the window", 1 << 3, 'a', 1, 0x54, 0, 31, 0, 1, 0, 0, 0x80),
            block("more content than its frame allows", 1 << 3, 'a', 1, 0x54, 1, 0, 52, 0xFF, 0xFF, 1),
            block("do not end with their last bit", 1 << 3, 'a', 1, 0x54, 1, 0, 0, 2),
            block("do not end with their last bit", 16 << 3 | 1, 'a', 1, 0x54, 16, 0, 0, 1),
            block("more accurate than its kind", 0, 1, 0x80, 0x0F, 0),
            block("description of a table is longer", 0, 1, 0x80, 0x00),
            block("repeats a Huffman code", 0x13, 0x40, 0, 1, 0),
            block("weights of a Huffman code are longer", 0x12, 0, 0),
            block("weights of a Huffman code are longer", 0x12, 0x40, 0, 5),
            block("one literal only", 0x12, 0xC0, 0, 128, 0, 1, 0),
            block("above 11", 0x12, 0xC0, 0, 128, 0xC0, 1, 0),
            block("is incomplete", 0x12, 0xC0, 0, 130, 0x31, 0, 0),
            block("too few literals for four streams", 0x16, 0x00, 2, 128, 0x10, 0, 0, 0, 0, 0, 0, 0),
            block("does not end with its last literal", 0x12, 0xC0, 0, 128, 0x10, 0x80, 0));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void eachIsRefusedWithItsReason(Bad bad) {
        for (int piece : new int[] {WHOLE, 1}) {
            var refusal = assertThrows(ZstdException.class, () -> ZstdSamples.decoded(bad.bytes(), piece));
            assertTrue(refusal.getMessage().contains(bad.words()), refusal.getMessage());
            assertEquals(bad.kind(), refusal.kind());
        }
    }

    @Test
    void contentOfOneFrameIsOutOfReachOfTheNext() {
        byte[] first = new HandMade().header(WINDOW).raw(new byte[1_000], true).bytes();
        byte[] second = new HandMade().header(WINDOW).oneMatch(5).raw(new byte[0], true).bytes();
        var refusal = assertThrows(ZstdException.class,
            () -> ZstdSamples.decoded(HandMade.joined(first, second), WHOLE));
        assertTrue(refusal.getMessage().contains("from before the window"), refusal.getMessage());
    }

    @Test
    void everyBeginningOfAFrameIsTorn() {
        for (var name : List.of("json-level3.zst", "chunks-level1.zst", "empty-checked.zst", "zeros-streamed.zst")) {
            byte[] frame = ZstdSamples.frame(name);
            for (int cut = 0; cut < frame.length; cut++) {
                byte[] torn = Arrays.copyOf(frame, cut);
                var refusal = assertThrows(ZstdException.class, () -> ZstdSamples.decoded(torn, WHOLE));
                assertEquals(Kind.TORN, refusal.kind(), name + " cut at " + cut);
            }
        }
    }

    /// 4 GiB of zeros in 128 KiB: the decoder stops at the limit, and holds one block and the window.
    @Test
    void aBombIsStoppedAtTheLimit() throws ZstdException {
        var bomb = new HandMade().header(WINDOW);
        for (int i = 0; i < 32_768; i++) bomb.repeated(0, 128 << 10, false);
        byte[] frame = bomb.bytes();
        var decoder = new ZstdDecoder(1_000_000, 1 << 20);
        var refusal = assertThrows(ZstdException.class, () -> ZstdSamples.decoded(decoder, frame, WHOLE));
        assertEquals(Kind.TOO_LARGE, refusal.kind());
        assertTrue(decoder.bytes().length < 500_000, "it took " + decoder.bytes().length);
    }

    @Test
    void theLimitIsExactAndHoldsForAllFramesTogether() throws ZstdException {
        byte[] frame = ZstdSamples.frame("json-streamed.zst");
        byte[] content = ZstdSamples.content("json");
        assertArrayEquals(content, ZstdSamples.decoded(new ZstdDecoder(content.length, 1 << 27), frame, WHOLE));
        for (long limit : new long[] {content.length - 1, 0}) {
            var decoder = new ZstdDecoder(limit, 1 << 27);
            assertEquals(Kind.TOO_LARGE,
                assertThrows(ZstdException.class, () -> ZstdSamples.decoded(decoder, frame, WHOLE)).kind());
        }
        var two = new ZstdDecoder(2L * content.length - 1, 1 << 27);
        assertEquals(Kind.TOO_LARGE, assertThrows(ZstdException.class,
            () -> ZstdSamples.decoded(two, HandMade.joined(frame, frame), WHOLE)).kind());
    }

    /// The size that a header says takes no memory; nor does a skippable frame.
    @Test
    void memoryIsTakenForContentAndNotForPromises() throws ZstdException {
        var decoder = new ZstdDecoder(Long.MAX_VALUE, Long.MAX_VALUE);
        byte[] promise = new HandMade().header(HandMade.joined(HandMade.bytes(0xE0), new byte[7], HandMade.bytes(0x7F)))
            .raw(new byte[5], false).bytes();
        assertEquals(promise.length - 5, decoder.read(promise, 0, promise.length) - 5);
        assertTrue(decoder.bytes().length < 1 << 18);
        var skipping = new ZstdDecoder(10, 10);
        byte[] skippable = HandMade.bytes(0x50, 0x2A, 0x4D, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3);
        assertEquals(skippable.length, skipping.read(skippable, 0, skippable.length));
        assertEquals(Kind.TORN, assertThrows(ZstdException.class, skipping::finish).kind());
    }

    /// Frames of the tool with a few bytes changed, taken out or put in. Each is decoded to something, or refused.
    @Test
    void changedFramesAreDecodedOrRefusedAndNothingElse() {
        var random = new SplittableRandom(2026);
        List<ZstdSamples.Sample> samples = ZstdSamples.all().stream().filter(s -> s.frame().length < 20_000).toList();
        int refused = 0;
        for (int round = 0; round < 8_000; round++) {
            var sample = samples.get(random.nextInt(samples.size()));
            byte[] changed = changed(sample.frame(), random);
            try {
                byte[] decoded = ZstdSamples.decoded(new ZstdDecoder(1 << 21, 1 << 27), changed,
                    round % 2 == 0 ? WHOLE : 1 + random.nextInt(3_000));
                assertTrue(decoded.length <= 1 << 21);
            } catch (ZstdException _) {
                refused++;
            } catch (RuntimeException | Error e) {
                fail("round " + round + " with " + sample, e);
            }
        }
        assertTrue(refused > 4_000, "only " + refused + " were refused");
    }

    private static byte[] changed(byte[] frame, SplittableRandom random) {
        byte[] bytes = frame.clone();
        // half of the changes are near the front, where the headers and the tables are
        int range = random.nextBoolean() ? Math.min(60, bytes.length) : bytes.length;
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(range);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 0xFF);
                default -> System.arraycopy(frame, at, bytes, Math.min(at + 1, bytes.length),
                    bytes.length - Math.min(at + 1, bytes.length));
            }
        }
        return bytes;
    }

    /// Any bytes behind a good header of a block: what the tables and the streams are made of.
    @Test
    void blocksOfAnyBytesAreDecodedOrRefusedAndNothingElse() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            var block = new byte[1 + random.nextInt(60)];
            random.nextBytes(block);
            byte[] frame = new HandMade().header(WINDOW).raw(new byte[100], false).compressed(block, false)
                .compressed(block, true).bytes();
            try {
                ZstdSamples.decoded(frame, WHOLE);
            } catch (ZstdException _) {
                continue;
            } catch (RuntimeException | Error e) {
                fail("round " + round, e);
            }
        }
    }
}
