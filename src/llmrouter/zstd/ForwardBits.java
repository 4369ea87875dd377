package llmrouter.zstd;

/// Bits from the first byte on, the lowest bit of each byte first: how the description of an FSE table is written
/// (RFC 8878 §4.1.1).
final class ForwardBits {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private int bit;

    /// @param to where the bytes end
    ForwardBits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /// The next bits as a number; beyond the end they are 0, which [#end] finds out.
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            int at = from + (bit >> 3);
            if (at < to) value |= (bytes[at] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    void unreadOne() {
        bit--;
    }

    /// Where the byte after the last bit that was read is.
    int end() throws ZstdException {
        int end = from + (bit + 7 >> 3);
        if (end > to) throw ZstdException.damaged("the description of a table is longer than its block");
        return end;
    }
}
