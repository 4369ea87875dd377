package llmrouter.json;

import java.util.Arrays;

/// What is noted of a text while it is scanned, so that it is not searched again: how many values it has, which words
/// may stand in it, where its strings end, and where the objects stand that are members' values. One scan.
final class JsonNotes {
    private static final int LONGEST_WORD = 32;
    private static final int FIELDS = 5;
    /// There is room for so many strings at first; an agent's request has one in about 70 characters.
    private static final int CHARACTERS = 64;
    private static final int FEWEST = 64;
    private static final int MOST = 2048;
    /// The budget, which all requests share, learns of so many values at once.
    private static final int STEP = 1024;

    private final JsonCount.Budget budget;
    private int values = 1;
    private int next = STEP;
    /// A set of 1,024 bits, one of which each word sets.
    private final long[] words = new long[16];

    /// The offset of the quote behind each string, names included; its complement if the string has escapes.
    private int[] ends;
    private int strings;

    /// Of each object that is a member's value, in the order in which they begin: its first character, the one behind
    /// it, how many strings end before it and before its end, and how many of these objects begin before its end.
    private int[] objects = new int[16 * FIELDS];
    private int opened;
    private boolean spaced;

    /// @param length of the text
    JsonNotes(JsonCount.Budget budget, int length) {
        this.budget = budget;
        this.ends = new int[Math.clamp(length / CHARACTERS, FEWEST, MOST)];
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

    /// White space stands between two tokens.
    void space() {
        spaced = true;
    }

    /// Whether no white space stands between the tokens.
    boolean isCompact() {
        return !spaced;
    }

    /// An object that is a member's value begins.
    ///
    /// @return its number
    int open(int at) {
        if (FIELDS * opened == objects.length) objects = Arrays.copyOf(objects, 2 * objects.length);
        objects[FIELDS * opened] = at;
        objects[FIELDS * opened + 2] = strings;
        return opened++;
    }

    /// The object ends before an offset.
    void close(int object, int end) {
        objects[FIELDS * object + 1] = end;
        objects[FIELDS * object + 3] = strings;
        objects[FIELDS * object + 4] = opened;
    }

    /// The offset of an object's first character.
    int begin(int object) {
        return objects[FIELDS * object];
    }

    /// The offset behind an object.
    int end(int object) {
        return objects[FIELDS * object + 1];
    }

    /// How many strings end before an object.
    int stringsBefore(int object) {
        return objects[FIELDS * object + 2];
    }

    /// How many strings end before the end of an object.
    int stringsThrough(int object) {
        return objects[FIELDS * object + 3];
    }

    /// How many objects that are members' values begin before the end of an object.
    int objectsThrough(int object) {
        return objects[FIELDS * object + 4];
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
