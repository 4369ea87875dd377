package llmrouter.zstd;

/// One of the three numbers of a sequence as a code: a symbol under FSE stands for a baseline, to which some extra bits
/// are added (RFC 8878 §3.1.1.3.2.1.1). Predefined tables are those of §3.1.1.3.2.2.
enum SequenceCode {
    LITERALS_LENGTH(9, new int[] {
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
            1024, 2048, 4096, 8192, 16384, 32768, 65536
        }, new int[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14,
            15, 16
        }, new FseDistribution(6, new int[] {
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
            -1
        })),
    /// The code is the count of extra bits, and its power of two the baseline. Offsets up to 2^32 are read.
    OFFSET(8, powersOfTwo(), counting(), new FseDistribution(5, new int[] {
            1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
        })),
    MATCH_LENGTH(9, new int[] {
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
            32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771,
            65539
        }, new int[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
            2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        }, new FseDistribution(6, new int[] {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
        }));

    private final FseDistribution.Limits limits;
    private final int[] baselines;
    private final int[] extraBits;
    private final FseTable predefined;

    SequenceCode(int accuracyLog, int[] baselines, int[] extraBits, FseDistribution predefined) {
        this.limits = new FseDistribution.Limits(accuracyLog, baselines.length);
        this.baselines = baselines;
        this.extraBits = extraBits;
        this.predefined = FseTable.of(predefined);
    }

    private static int[] powersOfTwo() {
        var powers = new int[32];
        for (int i = 0; i < powers.length; i++) powers[i] = 1 << i;
        return powers;
    }

    private static int[] counting() {
        var numbers = new int[32];
        for (int i = 0; i < numbers.length; i++) numbers[i] = i;
        return numbers;
    }

    FseTable predefined() {
        return predefined;
    }

    /// Reads the description of a table.
    FseTable described(ForwardBits bits) throws ZstdException {
        return FseTable.of(FseDistribution.read(bits, limits));
    }

    /// The table of one symbol.
    FseTable ofOne(int symbol) throws ZstdException {
        if (symbol >= baselines.length) throw ZstdException.damaged("a code of a sequence does not exist");
        return FseTable.ofOne(symbol);
    }

    /// The number that an entry of a table stands for. Reads its extra bits, of which enough must wait.
    long value(int entry, BackwardBits bits) {
        int symbol = FseTable.symbol(entry);
        return (baselines[symbol] & 0xffff_ffffL) + bits.read(extraBits[symbol]);
    }
}
