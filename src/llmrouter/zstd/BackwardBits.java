package llmrouter.zstd;

/// Bits from the last byte to the first, the highest bit of each byte first: how the streams of Huffman and FSE codes
/// are read (RFC 8878 §4.1, §4.2.2). The highest bit that is set in the last byte only marks where the bits begin.
///
/// Up to 64 bits wait in one number, the next bit on top. [#refill] makes them at least 57, or all that are left; the
/// reads after it may together take so many. Beyond the end the bits are 0, which [#isOverrun] finds out.
final class BackwardBits {
    private final byte[] bytes;
    private final int first;
    private int at;
    private long waiting;
    /// How many bits wait; negative once more have been read than there were.
    private int count;

    /// @param to where the stream ends
    BackwardBits(byte[] bytes, int from, int to) throws ZstdException {
        if (from >= to) throw ZstdException.damaged("a stream of bits is empty");
        int last = bytes[to - 1] & 0xff;
        if (last == 0) throw ZstdException.damaged("a stream of bits has no mark at its end");
        this.bytes = bytes;
        this.first = from;
        this.at = to;
        refill();
        read(Integer.numberOfLeadingZeros(last) - 24 + 1);
    }

    void refill() {
        while (count <= 56 && at > first) {
            waiting |= (bytes[--at] & 0xffL) << (56 - count);
            count += 8;
        }
    }

    /// The next bits as a number; 0 to 57 of them.
    long read(int bits) {
        long value = waiting >>> 1 >>> (63 - bits);
        waiting <<= bits;
        count -= bits;
        return value;
    }

    /// As [#read], after a refill.
    int refilled(int bits) {
        refill();
        return (int) read(bits);
    }

    /// The next bits, which stay the next; at least one.
    int peek(int bits) {
        return (int) (waiting >>> (64 - bits));
    }

    void skip(int bits) {
        waiting <<= bits;
        count -= bits;
    }

    /// Whether there are no bits left, and none too many have been read.
    boolean isAtItsEnd() {
        return count == 0 && at == first;
    }

    boolean isOverrun() {
        return count < 0;
    }

    /// How many bits can be read before the next refill.
    int waiting() {
        return count;
    }
}
