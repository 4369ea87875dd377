package llmrouter.zstd;

import java.util.Arrays;

/// The content that was decoded last: as much of it as sequences may repeat (RFC 8878 §3.1.1.1.2), and the newest
/// block. It grows with the content, not with what a frame says. One for each decoder, one owner.
final class Window {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes = {};
    private int frameStart;
    private int blockStart;
    private int end;
    private long reach;

    /// The frame's content begins; nothing before it can be repeated.
    void beginFrame(long window) {
        frameStart = end;
        blockStart = end;
        reach = window;
    }

    /// A block begins. Makes room for it; older content than sequences may repeat is dropped if need be.
    void beginBlock(int most) throws ZstdException {
        blockStart = end;
        if (most <= bytes.length - end) return;
        int kept = (int) Math.min(end - frameStart, reach);
        long needed = (long) kept + most;
        if (needed > LARGEST_ARRAY) throw ZstdException.tooLarge("its window is too large for this program");
        // a move must be rare: at least as many bytes must fit behind it as were moved
        boolean roomy = kept + needed <= bytes.length;
        byte[] to = roomy ? bytes : new byte[(int) Math.min(2L * kept + most, LARGEST_ARRAY)];
        System.arraycopy(bytes, end - kept, to, 0, kept);
        bytes = to;
        frameStart = 0;
        blockStart = kept;
        end = kept;
    }

    void append(byte[] b, int from, int length) {
        System.arraycopy(b, from, bytes, end, length);
        end += length;
    }

    void append(byte value, int times) {
        Arrays.fill(bytes, end, end + times, value);
        end += times;
    }

    /// Whether the content `offset` bytes back is there and within the frame's window.
    boolean reaches(long offset) {
        return offset <= end - frameStart && offset <= reach;
    }

    /// Appends what stands `offset` bytes back; it may run into what it appends (§3.1.1.4).
    void repeat(int offset, int length) {
        byte[] b = bytes;
        int to = end;
        int from = to - offset;
        if (offset >= length) {
            System.arraycopy(b, from, b, to, length);
        } else {
            for (int i = 0; i < length; i++) b[to + i] = b[from + i];
        }
        end = to + length;
    }

    /// The array in which the newest block is, from [#blockStart] to [#end].
    byte[] bytes() {
        return bytes;
    }

    int blockStart() {
        return blockStart;
    }

    int end() {
        return end;
    }

    int blockLength() {
        return end - blockStart;
    }

    /// The newest block has been taken.
    void taken() {
        blockStart = end;
    }
}
