package llmrouter.json;

import java.util.Arrays;

/// What is noted of a text while it is scanned, so that it is not searched again: how many values it has, which words
/// may stand in it, and where its strings end. One scan.
final class JsonNotes {
    private static final int LONGEST_WORD = 32;
    /// The budget, which all requests share, learns of so many values at once.
    private static final int STEP = 1024;

    private final JsonCount.Budget budget;
    private int values = 1;
    private int next = STEP;
    /// A set of 1,024 bits, one of which each word sets.
    private final long[] words = new long[16];

    /// The offset of the quote behind each string, names included; its complement if the string has escapes.
    private int[] ends = new int[64];
    private int strings;

    JsonNotes(JsonCount.Budget budget) {
        this.budget = budget;
    }

    void value() {
        if (++values >= next) tell();
    }

    private void tell() {
        next = values + STEP;
        budget.values().accept(values);
    }

    /// @param open    offset of the quote before the string
    /// @param close   offset of the quote behind it
    /// @param escapes whether it has any
    void string(String text, int open, int close, boolean escapes) {
        if (strings == ends.length) ends = Arrays.copyOf(ends, 2 * strings);
        ends[strings++] = escapes ? ~close : close;
        int length = close - open - 1;
        if (length == 0) return;
        char first = text.charAt(open + 1);
        if (JsonCount.mayHold(first, budget)) {
            values += JsonCount.inString(text, open, close, budget);
            if (values >= next) tell();
        }
        if (length > LONGEST_WORD || escapes) return;
        int bit = bit(first, text.charAt(open + 1 + length / 2), text.charAt(close - 1), length);
        words[bit >> 6 & 15] |= 1L << bit;
    }

    private static int bit(char first, char middle, char last, int length) {
        int mixed = (first * 31 + middle) * 31 + last * 7 + length;
        return mixed ^ mixed >> 8;
    }

    /// Where the strings end, in their order.
    int[] ends() {
        return ends;
    }

    /// Which of the strings is the first that ends behind an offset; their number if none does.
    int firstFrom(int offset) {
        int low = 0;
        int high = strings;
        while (low < high) {
            int middle = low + high >>> 1;
            int end = ends[middle] < 0 ? ~ends[middle] : ends[middle];
            if (end < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// The text has been scanned.
    void end() {
        budget.values().accept(values);
    }

    boolean mayMention(String word) {
        int length = word.length();
        int bit = bit(word.charAt(0), word.charAt(length / 2), word.charAt(length - 1), length);
        return (words[bit >> 6 & 15] & 1L << bit) != 0;
    }
}
