package llmrouter.zstd;

/// The three offsets that were used last, which a sequence can name by their number (RFC 8878 §3.1.1.5). One for each
/// frame, one owner.
final class RepeatOffsets {
    private long first = 1;
    private long second = 4;
    private long third = 8;

    /// The offset that a sequence means: a value above 3 is new, and stands for 3 less.
    ///
    /// @param noLiterals whether the sequence copies no literals: then 1 to 3 mean the second offset, the third, and
    ///                   one less than the first
    /// @return 0 if the value is not valid
    long offset(long value, boolean noLiterals) {
        if (value > 3) return use(value - 3);
        int number = (int) value + (noLiterals ? 1 : 0);
        return switch (number) {
            case 1 -> first;
            case 2 -> useSecond();
            case 3 -> use(third);
            default -> use(first - 1);
        };
    }

    private long use(long offset) {
        third = second;
        second = first;
        first = offset;
        return offset;
    }

    private long useSecond() {
        long offset = second;
        second = first;
        first = offset;
        return offset;
    }
}
