package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import llmrouter.json.PlainRuns;

/// The UTF-8 bytes that a request's text was decoded from. They are searched in place of the text, eight at a time, and
/// what goes on to a provider unchanged is copied from them.
///
/// Where all is ASCII, the offsets of bytes and characters are the same. Otherwise the scan leaves marks at borders of
/// runs, from which the byte of a character near by is counted. One thread scans; after that the marks are only read.
public final class SourceBytes implements PlainRuns {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x80 * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;
    /// Characters between two marks, at least.
    private static final int APART = 128;
    private static final int BLOCK = 128;
    private static final int[] NONE = {};

    private final byte[] bytes;
    private final int length;
    private final ByteBuffer words;
    private final boolean ascii;
    /// How many bytes more than characters have been read.
    private int beyond;
    /// Offsets of characters, and how many bytes more stand before each.
    private int[] marks = NONE;
    private int[] more = NONE;
    private int marked;
    private boolean passedEscape;

    /// @param bytes  valid UTF-8; may be longer than the text; not to be changed from now on
    /// @param length of the text in bytes
    /// @param characters of the text
    public SourceBytes(byte[] bytes, int length, int characters) {
        this.bytes = bytes;
        this.length = length;
        this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.ascii = length == characters;
    }

    /// Whether all of the first bytes are ASCII.
    public static boolean areAscii(byte[] bytes, int length) {
        var words = ByteBuffer.wrap(bytes, 0, length);
        long all = 0;
        while (words.remaining() >= BLOCK) {
            for (int i = 0; i < BLOCK; i += Long.BYTES) all |= words.getLong();
            if ((all & HIGH) != 0) return false;
        }
        while (words.hasRemaining()) all |= words.get();
        return (all & HIGH) == 0;
    }

    /// A byte is found by the sign bit of its place in a word. A borrow can set the bits of later bytes too, so only
    /// the first one counts.
    @Override
    public int endOfPlain(int from) {
        if (!ascii) return endOfWide(from);
        int at = from;
        for (int last = length - Long.BYTES; at <= last; at += Long.BYTES) {
            long ends = ends(words.getLong(at));
            if (ends != 0) return at + (Long.numberOfTrailingZeros(ends) >> 3);
        }
        while (at < length && !ends(bytes[at])) at++;
        return at;
    }

    @Override
    public int endOfSimple(int from) {
        passedEscape = false;
        int at = endOfPlain(from);
        while (isSimpleEscape(at)) {
            passedEscape = true;
            at = endOfPlain(at + 2);
        }
        return at;
    }

    @Override
    public boolean passedEscape() {
        return passedEscape;
    }

    /// Whether an escape of two characters stands at an offset of the text (RFC 8259 §7).
    private boolean isSimpleEscape(int character) {
        int at = character + beyond;
        if (at + 1 >= length || bytes[at] != '\\') return false;
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    private static long ends(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes | word - BLANKS & ~word) & HIGH;
    }

    private static boolean ends(byte b) {
        return b >= 0 && b < ' ' || b == '"' || b == '\\';
    }

    private int endOfWide(int from) {
        int at = from + beyond;
        mark(from);
        for (int last = length - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = words.getLong(at);
            long ends = ends(word);
            if (ends != 0) {
                int run = Long.numberOfTrailingZeros(ends) >> 3;
                if (run > 0) beyond += beyond(word << (Long.BYTES - run) * 8);
                return ended(at + run);
            }
            if ((word & HIGH) != 0) beyond += beyond(word);
        }
        for (; at < length && !ends(bytes[at]); at++) beyond += beyond(bytes[at] & 0xFFL);
        return ended(at);
    }

    private int ended(int at) {
        int end = at - beyond;
        mark(end);
        return end;
    }

    /// How many bytes of a word begin no character, less one for each character of four bytes, since a text has two
    /// characters for it (RFC 3629 §3).
    private static int beyond(long word) {
        long following = word & ~(word << 1) & HIGH;
        long four = word & word << 1 & word << 2 & word << 3 & HIGH;
        return Long.bitCount(following) - Long.bitCount(four);
    }

    private void mark(int character) {
        if (marked > 0 && character - marks[marked - 1] < APART) return;
        if (marked == marks.length) {
            int room = Math.max(16, 2 * marked);
            marks = Arrays.copyOf(marks, room);
            more = Arrays.copyOf(more, room);
        }
        marks[marked] = character;
        more[marked++] = beyond;
    }

    /// The offset of the byte where a character begins.
    private int byteAt(int character) {
        if (ascii) return character;
        int mark = Arrays.binarySearch(marks, 0, marked, character);
        if (mark < 0) mark = -mark - 2;
        int passed = mark < 0 ? 0 : marks[mark];
        int at = mark < 0 ? 0 : passed + more[mark];
        while (passed < character) {
            int first = bytes[at] & 0xFF;
            at += first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            passed += first < 0xF0 ? 1 : 2;
        }
        return at;
    }

    /// The bytes of a part of the text: a view.
    ByteBuffer part(int from, int to) {
        int begin = byteAt(from);
        return ByteBuffer.wrap(bytes, begin, byteAt(to) - begin);
    }
}
