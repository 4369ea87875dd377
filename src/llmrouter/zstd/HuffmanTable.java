package llmrouter.zstd;

/// A table that decodes literals under a Huffman code (RFC 8878 §4.2.1.3). Its index is the next bits, as many as the
/// longest code has; an entry is the byte, and below it the length of its code.
final class HuffmanTable {
    /// The longest code (§4.2.1).
    private static final int LONGEST = 11;
    private static final int LENGTH_BITS = 4;

    private final int longest;
    private final short[] entries;

    private HuffmanTable(int longest, short[] entries) {
        this.longest = longest;
        this.entries = entries;
    }

    /// The codes are in the order of their weights, then of their bytes; each takes 2^(weight-1) entries.
    static HuffmanTable of(int[] written) throws ZstdException {
        int sum = sum(written);
        int longest = 32 - Integer.numberOfLeadingZeros(sum);
        if (longest > LONGEST) throw ZstdException.damaged("a Huffman code is longer than " + LONGEST + " bits");
        int left = (1 << longest) - sum;
        if (Integer.bitCount(left) != 1) throw ZstdException.damaged("a Huffman code is incomplete");
        int last = 32 - Integer.numberOfLeadingZeros(left);
        var entries = new short[1 << longest];
        int at = 0;
        for (int weight = 1; weight <= longest; weight++) {
            int length = longest + 1 - weight;
            for (int symbol = 0; symbol <= written.length; symbol++) {
                if ((symbol < written.length ? written[symbol] : last) != weight) continue;
                int end = at + (1 << weight - 1);
                while (at < end) entries[at++] = (short) (symbol << LENGTH_BITS | length);
            }
        }
        return new HuffmanTable(longest, entries);
    }

    /// What the written weights take of the whole; the last weight takes what is left to the next power of two.
    private static int sum(int[] written) throws ZstdException {
        int sum = 0;
        for (int weight : written) {
            if (weight > LONGEST) throw ZstdException.damaged("a weight of a Huffman code is above " + LONGEST);
            if (weight > 0) sum += 1 << weight - 1;
        }
        if (sum == 0) throw ZstdException.damaged("a Huffman code has one literal only");
        return sum;
    }

    /// Decodes one stream, which has to end with the last literal (§4.2.2).
    void decode(BackwardBits bits, byte[] out, int from, int to) throws ZstdException {
        int at = from;
        while (at < to) {
            bits.refill();
            int safe = Math.min(to, at + Math.max(1, bits.waiting() / longest));
            while (at < safe) {
                int entry = entries[bits.peek(longest)];
                bits.skip(entry & (1 << LENGTH_BITS) - 1);
                out[at++] = (byte) (entry >> LENGTH_BITS);
            }
        }
        if (!bits.isAtItsEnd()) throw ZstdException.damaged("a stream of literals does not end with its last literal");
    }
}
