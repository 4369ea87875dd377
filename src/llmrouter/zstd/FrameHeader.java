package llmrouter.zstd;

import static llmrouter.zstd.LittleEndian.i64;
import static llmrouter.zstd.LittleEndian.u16;
import static llmrouter.zstd.LittleEndian.u32;
import static llmrouter.zstd.LittleEndian.u8;

/// What a frame says of itself before its first block (RFC 8878 §3.1.1.1).
///
/// @param window      how far back a sequence may reach, in bytes
/// @param contentSize bytes of the whole content, or -1 if the frame does not say
/// @param checksum    whether a checksum of the content follows the last block
record FrameHeader(long window, long contentSize, boolean checksum) {
    static final long UNKNOWN = -1;
    /// No block holds more (§3.1.1.2.4).
    private static final int MOST_OF_A_BLOCK = 128 << 10;
    /// The smallest window that a Window_Descriptor can say, as a power of two (§3.1.1.1.2).
    private static final int SMALLEST_WINDOW_LOG = 10;

    /// Fields of the Frame_Header_Descriptor (§3.1.1.1.1).
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int RESERVED = 0x08;
    private static final int CHECKSUM = 0x04;

    /// How many bytes follow the Frame_Header_Descriptor.
    static int length(int descriptor) {
        int window = (descriptor & SINGLE_SEGMENT) == 0 ? 1 : 0;
        return window + lengthOfDictionaryId(descriptor) + lengthOfContentSize(descriptor);
    }

    /// §3.1.1.1.1.6
    private static int lengthOfDictionaryId(int descriptor) {
        int flag = descriptor & 3;
        return flag == 3 ? 4 : flag;
    }

    /// §3.1.1.1.1.1
    private static int lengthOfContentSize(int descriptor) {
        int flag = descriptor >> 6;
        if (flag == 0) return (descriptor & SINGLE_SEGMENT) == 0 ? 0 : 1;
        return 1 << flag;
    }

    /// Reads the [#length] bytes that follow the descriptor.
    static FrameHeader read(int descriptor, byte[] b, int from) throws ZstdException {
        if ((descriptor & RESERVED) != 0) throw ZstdException.damaged("a frame's header sets a reserved bit");
        int at = from;
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        long window = single ? 0 : window(u8(b, at++));
        int idLength = lengthOfDictionaryId(descriptor);
        refuseDictionary(b, at, idLength);
        long contentSize = contentSize(b, at + idLength, lengthOfContentSize(descriptor));
        if (contentSize < UNKNOWN) throw ZstdException.tooLarge("a frame says that it holds 2^63 bytes and more");
        return new FrameHeader(single ? contentSize : window, contentSize, (descriptor & CHECKSUM) != 0);
    }

    /// §3.1.1.1.2: an exponent and the eighths that are added to its power of two.
    private static long window(int descriptor) {
        long base = 1L << (SMALLEST_WINDOW_LOG + (descriptor >> 3));
        return base + base / 8 * (descriptor & 7);
    }

    /// An id of 0 means none (§3.1.1.1.3).
    private static void refuseDictionary(byte[] b, int at, int length) throws ZstdException {
        long id = 0;
        for (int i = length - 1; i >= 0; i--) id = id << 8 | u8(b, at + i);
        if (id != 0) throw ZstdException.unsupported("a frame needs the dictionary " + id);
    }

    /// §3.1.1.1.4; a number of two bytes counts from 256.
    private static long contentSize(byte[] b, int at, int length) {
        return switch (length) {
            case 0 -> UNKNOWN;
            case 1 -> u8(b, at);
            case 2 -> u16(b, at) + 256;
            case 4 -> u32(b, at);
            default -> i64(b, at) == UNKNOWN ? Long.MIN_VALUE : i64(b, at);
        };
    }

    /// The most bytes of a block, compressed or not (Block_Maximum_Size, §3.1.1.2.4).
    int mostOfABlock() {
        return (int) Math.min(window, MOST_OF_A_BLOCK);
    }
}
