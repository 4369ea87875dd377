package llmrouter.zstd;

import java.util.Arrays;

/// How probable each symbol of an FSE code is (RFC 8878 §4.1.1).
///
/// @param accuracyLog the probabilities are shares of 2 to this power
/// @param shares      the share of each symbol, or [#BELOW_ONE]
record FseDistribution(int accuracyLog, int[] shares) {
    static final int BELOW_ONE = -1;
    private static final int LEAST_ACCURACY = 5;

    /// What a kind of symbol allows.
    ///
    /// @param accuracyLog the largest
    /// @param symbols     how many there may be
    record Limits(int accuracyLog, int symbols) {}

    /// Reads a description, whose end `bits` then knows.
    static FseDistribution read(ForwardBits bits, Limits limits) throws ZstdException {
        int log = bits.read(4) + LEAST_ACCURACY;
        if (log > limits.accuracyLog()) throw ZstdException.damaged("a table is more accurate than its kind may be");
        var shares = new int[limits.symbols()];
        int left = 1 << log;
        int symbol = 0;
        while (left > 0) {
            if (symbol >= shares.length) throw tooMany();
            int share = share(bits, left);
            left -= Math.abs(share);
            shares[symbol++] = share;
            if (share == 0) symbol = afterZeros(bits, symbol, shares.length);
        }
        if (left < 0) throw ZstdException.damaged("the shares of a table are more than the whole");
        return new FseDistribution(log, Arrays.copyOf(shares, symbol));
    }

    private static ZstdException tooMany() {
        return ZstdException.damaged("a table has more symbols than its kind may have");
    }

    /// A share, in as few bits as the shares that are left allow; low values use one bit less.
    private static int share(ForwardBits bits, int left) {
        int count = 32 - Integer.numberOfLeadingZeros(left + 1);
        int value = bits.read(count);
        int low = value & (1 << count - 1) - 1;
        int shorter = (1 << count) - 1 - (left + 1);
        if (low < shorter) {
            bits.unreadOne();
            return low - 1;
        }
        return (low == value ? value : value - shorter) - 1;
    }

    /// After a symbol without a share, two bits say how many more follow; 3 says that two more bits follow.
    private static int afterZeros(ForwardBits bits, int symbol, int most) throws ZstdException {
        int next = symbol;
        int more = 3;
        while (more == 3) {
            more = bits.read(2);
            next += more;
            if (next > most) throw tooMany();
        }
        return next;
    }
}
