package llmrouter.zstd;

import java.util.Arrays;

/// Decodes Zstandard frames (RFC 8878 §3.1), one after another, from pieces of any size. One for each body, one owner.
///
/// ```
/// MAGIC ─► DESCRIPTOR ─► HEADER ─► BLOCK_HEADER ◄─► BLOCK
///   │ ▲                                              │ the last one
///   │ └───────────────────────────── CHECKSUM ◄──────┤
///   ▼                                                ▼
/// SKIPPED_SIZE ─► SKIPPED ─► MAGIC                 MAGIC
/// ```
/// Each state expects a known number of bytes. They are read where they are if a piece has them all, else they are
/// collected.
public final class ZstdDecoder {
    /// The first four bytes of a frame, as a number (§3.1.1).
    private static final int MAGIC = 0xFD2FB528;
    /// Of a skippable frame, whose last four bits are free (§3.1.2).
    private static final int SKIPPABLE = 0x184D2A50;

    private enum Expected { MAGIC, SKIPPED_SIZE, SKIPPED, DESCRIPTOR, HEADER, BLOCK_HEADER, BLOCK, CHECKSUM }

    private final long most;
    private final long mostOfAWindow;
    private final Window window = new Window();
    private Expected expected = Expected.MAGIC;
    /// How many bytes the state expects.
    private long needed = 4;
    private byte[] collected = new byte[8];
    private int collecting;
    private boolean begun;
    private int descriptor;
    private Frame frame;
    private BlockHeader block;
    private long content;

    /// @param most          bytes of content; more is refused before memory is taken for it
    /// @param mostOfAWindow bytes that a frame may need to keep of its content; only so many are kept between pieces
    public ZstdDecoder(long most, long mostOfAWindow) {
        this.most = most;
        this.mostOfAWindow = mostOfAWindow;
    }

    /// Whether bytes that begin so may be a frame, as far as their number allows to tell.
    public static boolean mayBegin(byte[] b, int from, int to) {
        return to - from < 4 ? begins(b, from, to) : isMagic(LittleEndian.i32(b, from));
    }

    private static boolean begins(byte[] b, int from, int to) {
        boolean frame = true;
        boolean skippable = true;
        for (int i = 0; from + i < to; i++) {
            int value = LittleEndian.u8(b, from + i);
            frame &= value == (MAGIC >>> 8 * i & 0xff);
            int free = i == 0 ? 0x0f : 0;
            skippable &= (value & ~free) == (SKIPPABLE >>> 8 * i & 0xff);
        }
        return frame || skippable;
    }

    private static boolean isMagic(int magic) {
        return magic == MAGIC || (magic & ~0x0f) == SKIPPABLE;
    }

    /// Reads up to the end of the piece, or to the end of a block if that comes first. Its content is then in [#bytes],
    /// until the next call.
    ///
    /// @return where to go on in the piece
    /// @throws ZstdException the bytes cannot be decoded; the decoder must not be used again
    public int read(byte[] b, int from, int to) throws ZstdException {
        window.taken();
        int at = from;
        while (window.blockLength() == 0) {
            int missing = (int) Math.min(needed - collecting, Integer.MAX_VALUE);
            if (missing > to - at) {
                collect(b, at, to - at);
                return to;
            }
            if (collecting > 0) {
                collect(b, at, missing);
                collecting = 0;
                advance(collected, 0);
            } else {
                advance(b, at);
            }
            at += missing;
        }
        return at;
    }

    /// Keeps what is there of the expected bytes; what is to be skipped is not kept.
    private void collect(byte[] b, int at, int length) {
        if (expected == Expected.SKIPPED) {
            needed -= length;
            return;
        }
        if (collected.length < needed) collected = Arrays.copyOf(collected, (int) needed);
        System.arraycopy(b, at, collected, collecting, length);
        collecting += length;
    }

    private void expect(Expected next, long bytes) {
        expected = next;
        needed = bytes;
    }

    /// The expected bytes are at `at`.
    private void advance(byte[] b, int at) throws ZstdException {
        switch (expected) {
            case MAGIC -> magic(LittleEndian.i32(b, at));
            case SKIPPED_SIZE -> expect(Expected.SKIPPED, LittleEndian.u32(b, at));
            case DESCRIPTOR -> {
                descriptor = LittleEndian.u8(b, at);
                expect(Expected.HEADER, FrameHeader.length(descriptor));
            }
            case HEADER -> open(FrameHeader.read(descriptor, b, at));
            case BLOCK_HEADER -> {
                block = frame.blockHeader(b, at);
                expect(Expected.BLOCK, block.follows());
            }
            case BLOCK -> block(b, at);
            case CHECKSUM -> {
                frame.verifyChecksum(b, at);
                expect(Expected.MAGIC, 4);
            }
            case SKIPPED -> expect(Expected.MAGIC, 4);
        }
    }

    private void magic(int magic) throws ZstdException {
        if (!isMagic(magic)) {
            throw ZstdException.damaged(begun ? "what follows a frame is no frame" : "it does not begin with a frame");
        }
        begun = true;
        if (magic == MAGIC) expect(Expected.DESCRIPTOR, 1);
        else expect(Expected.SKIPPED_SIZE, 4);
    }

    private void open(FrameHeader header) throws ZstdException {
        if (header.contentSize() > most - content) throw Frame.tooLarge();
        if (header.window() > mostOfAWindow) {
            throw ZstdException.tooLarge("it needs a window of " + header.window() + " bytes, and " + mostOfAWindow
                + " are allowed");
        }
        frame = new Frame(header, window);
        expect(Expected.BLOCK_HEADER, BlockHeader.LENGTH);
    }

    private void block(byte[] b, int at) throws ZstdException {
        frame.block(block, b, at, most - content);
        content += window.blockLength();
        if (!block.last()) {
            expect(Expected.BLOCK_HEADER, BlockHeader.LENGTH);
            return;
        }
        frame.verifySize();
        expect(frame.hasChecksum() ? Expected.CHECKSUM : Expected.MAGIC, 4);
    }

    /// The array in which the content of the last [#read] is, from [#start] to [#end]. It is the decoder's own.
    public byte[] bytes() {
        return window.bytes();
    }

    /// Where the content of the last [#read] begins.
    public int start() {
        return window.blockStart();
    }

    /// Where the content of the last [#read] ends.
    public int end() {
        return window.end();
    }

    /// How many bytes of content it keeps.
    public int kept() {
        return window.bytes().length;
    }

    /// No more bytes come.
    /// @throws ZstdException a frame is incomplete
    public void finish() throws ZstdException {
        if (expected != Expected.MAGIC || collecting > 0 || !begun) throw ZstdException.torn("it ends too early");
    }
}
