package llmrouter.zstd;

/// A table that decodes symbols under an FSE code, finite state entropy (RFC 8878 §4.1). Each state stands for a
/// symbol, and says how many bits to read and what to add to them for the next state.
///
/// An entry is one number: the base of the next state in the high half, then the count of bits, then the symbol.
final class FseTable {
    private final int accuracyLog;
    private final int[] entries;

    private FseTable(int accuracyLog, int[] entries) {
        this.accuracyLog = accuracyLog;
        this.entries = entries;
    }

    /// The table that knows one symbol and reads no bits (RLE_Mode, §3.1.1.3.2.1).
    static FseTable ofOne(int symbol) {
        return new FseTable(0, new int[] {symbol});
    }

    /// The table of a distribution (§4.1.1): symbols with a probability below 1 get a state each at the end, all others
    /// are spread over what is left.
    static FseTable of(FseDistribution distribution) {
        int log = distribution.accuracyLog();
        int[] shares = distribution.shares();
        int size = 1 << log;
        var symbols = spread(shares, size);
        var next = new int[shares.length];
        for (int s = 0; s < shares.length; s++) next[s] = Math.abs(shares[s]);
        var entries = new int[size];
        for (int state = 0; state < size; state++) {
            int symbol = symbols[state];
            int number = next[symbol]++;
            int bits = log - (31 - Integer.numberOfLeadingZeros(number));
            entries[state] = ((number << bits) - size) << 16 | bits << 8 | symbol;
        }
        return new FseTable(log, entries);
    }

    private static int[] spread(int[] shares, int size) {
        var symbols = new int[size];
        int high = size;
        for (int s = 0; s < shares.length; s++) {
            if (shares[s] == FseDistribution.BELOW_ONE) symbols[--high] = s;
        }
        // the step is odd, and the size is a power of two: each place is met once
        int step = (size >> 1) + (size >> 3) + 3;
        int place = 0;
        for (int s = 0; s < shares.length; s++) {
            for (int i = 0; i < shares[s]; i++) {
                symbols[place] = s;
                do place = place + step & size - 1;
                while (place >= high);
            }
        }
        return symbols;
    }

    /// The first state of a stream.
    int start(BackwardBits bits) {
        return bits.refilled(accuracyLog);
    }

    int entry(int state) {
        return entries[state];
    }

    static int symbol(int entry) {
        return entry & 0xff;
    }

    /// The state that follows.
    static int next(int entry, BackwardBits bits) {
        return (entry >>> 16) + (int) bits.read(entry >> 8 & 0xff);
    }
}
