package llmrouter.zstd;

import java.util.Arrays;

/// The weights of literals, which make a Huffman code (RFC 8878 §4.2.1): a byte of weight 0 does not occur, and a
/// higher weight means a shorter code.
///
/// @param weights the weight of each byte from 0 on; that of the last one follows from the others, and is not here
/// @param end     where the byte after the description is
record HuffmanWeights(int[] weights, int end) {
    /// A first byte below it is the length of weights under an FSE code; from it on, it counts weights of four bits.
    private static final int DIRECT = 128;
    /// One less than there are bytes, because the last weight is not written.
    private static final int MOST = 255;
    private static final FseDistribution.Limits LIMITS = new FseDistribution.Limits(6, 256);

    static HuffmanWeights read(byte[] b, int from, int to) throws ZstdException {
        if (from >= to) throw tooLong();
        int first = LittleEndian.u8(b, from);
        int length = first < DIRECT ? first : first - DIRECT + 2 >> 1;
        int end = from + 1 + length;
        if (end > to) throw tooLong();
        int[] weights = first < DIRECT ? coded(b, from + 1, end) : direct(b, from + 1, first - DIRECT + 1);
        return new HuffmanWeights(weights, end);
    }

    private static ZstdException tooLong() {
        return ZstdException.damaged("the weights of a Huffman code are longer than their block");
    }

    /// Two weights in each byte, the first in the high half.
    private static int[] direct(byte[] b, int at, int count) {
        var weights = new int[count];
        for (int i = 0; i < count; i++) {
            int pair = LittleEndian.u8(b, at + i / 2);
            weights[i] = i % 2 == 0 ? pair >> 4 : pair & 15;
        }
        return weights;
    }

    /// Two states of one table take turns (§4.2.1.2). The stream has no count: it ends when a state cannot be left
    /// because there are too few bits; then the other state has the last weight.
    private static int[] coded(byte[] b, int from, int to) throws ZstdException {
        var description = new ForwardBits(b, from, to);
        var table = FseTable.of(FseDistribution.read(description, LIMITS));
        var bits = new BackwardBits(b, description.end(), to);
        int one = table.entry(table.start(bits));
        int other = table.entry(table.start(bits));
        var weights = new int[MOST];
        int count = 0;
        while (!bits.isOverrun()) {
            if (count + 2 > MOST) throw ZstdException.damaged("a Huffman code has more than 256 weights");
            weights[count++] = FseTable.symbol(one);
            bits.refill();
            int next = FseTable.next(one, bits);
            one = other;
            other = bits.isOverrun() ? other : table.entry(next);
        }
        weights[count++] = FseTable.symbol(one);
        return Arrays.copyOf(weights, count);
    }
}
