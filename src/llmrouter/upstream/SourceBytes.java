package llmrouter.upstream;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import llmrouter.json.PlainRuns;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;

/// The UTF-8 bytes that a request's text was decoded from. They are searched in place of the text, eight at a time, and
/// what goes on to a provider unchanged is copied from them.
///
/// Where all is ASCII, the offsets of bytes and characters are the same. Otherwise the scan leaves marks at borders of
/// runs, from which the byte of a character near by is counted. One thread scans; after that the marks are only read.
public final class SourceBytes implements PlainRuns {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x80 * ONES;
    /// The sign bit of the first byte, and of the first two.
    private static final long FIRST = 0x80;
    private static final long FIRST_TWO = 0x8080;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    /// A backslash and the letter behind it.
    private static final int NEW_LINE = 'n' << Byte.SIZE | '\\';
    /// What follows the backslash in an escape of two characters: a bit for each.
    private static final long SIMPLE_SIGNS = 1L << '"' | 1L << '/';
    private static final long SIMPLE_LETTERS
        = 1L << '\\' | 1L << 'b' | 1L << 'f' | 1L << 'n' | 1L << 'r' | 1L << 't';
    /// Carries into the sign bit of a byte from 1 on.
    private static final long NOT_ZERO = 0x7F * ONES;
    /// Carries into the sign bit of a byte from the blank on.
    private static final long NO_CONTROL = (0x80 - ' ') * ONES;
    /// Eight bytes of an array as one number, the first byte lowest. A buffer's `getLong` does the same, checks more,
    /// and takes up to five times as long.
    private static final VarHandle WORD = byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /// Characters between two marks, at least.
    private static final int APART = 128;
    /// Bytes that are looked at without a branch.
    private static final int BLOCK = 128;
    /// After so many plain words in a row, the rest of a run is perhaps long.
    private static final int LONG_RUN = 8;
    private static final int[] NONE = {};

    /// null once they are released
    private byte[] bytes;
    private final int length;
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
        this.ascii = length == characters;
    }

    /// Whether all bytes in `[from, to)` are ASCII.
    public static boolean areAscii(byte[] bytes, int from, int to) {
        long all = 0;
        int at = from;
        while (to - at >= BLOCK) {
            for (int end = at + BLOCK; at < end; at += Long.BYTES) all |= word(bytes, at);
            if ((all & HIGH) != 0) return false;
        }
        while (at < to) all |= bytes[at++];
        return (all & HIGH) == 0;
    }

    @Override
    public int endOfPlain(int from) {
        if (!ascii) return endOfWide(from);
        int at = from;
        for (int last = length - Long.BYTES; at <= last; at += Long.BYTES) {
            long ends = ~plain(word(bytes, at)) & HIGH;
            if (ends != 0) return at + (Long.numberOfTrailingZeros(ends) >> 3);
        }
        while (at < length && !ends(bytes[at])) at++;
        return at;
    }

    /// Passes blocks of ASCII that are plain.
    private int endOfBlocks(int from) {
        int at = from;
        while (at <= length - BLOCK && arePlain(at)) at += BLOCK;
        return at;
    }

    private boolean arePlain(int at) {
        long all = HIGH;
        for (int i = 0; i < BLOCK; i += Long.BYTES) all &= plain(word(bytes, at + i));
        return all == HIGH;
    }

    @Override
    public int endOfSimple(int from) {
        passedEscape = false;
        int at = ascii ? endOfRuns(from) : endOfPlain(from);
        while (isSimpleEscape(at + beyond)) {
            passedEscape = true;
            at = endOfPlain(at + 2);
        }
        return at;
    }

    /// Passes runs and the escapes between them. All words are read in a row: where a word begins does not depend on
    /// the escapes before it, so that the processor reads ahead.
    private int endOfRuns(int from) {
        boolean inEscape = false;
        int quiet = 0;
        int at = from;
        for (int last = length - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = word(bytes, at);
            long ends = ~plain(word) & HIGH;
            if (inEscape) ends &= ~FIRST;
            inEscape = false;
            quiet = ends == 0 ? quiet + 1 : 0;
            if (quiet == LONG_RUN) at = endOfBlocks(at + Long.BYTES) - Long.BYTES;
            while (ends != 0) {
                int shift = Long.numberOfTrailingZeros(ends) & -Byte.SIZE;
                boolean newLine = (word >>> shift & 0xFFFF) == NEW_LINE; // the most frequent escape by far
                if (!newLine && !isSimpleEscape(at + shift / Byte.SIZE)) return at + shift / Byte.SIZE;
                passedEscape = true;
                inEscape = shift == Long.SIZE - Byte.SIZE;
                ends &= ~(FIRST_TWO << shift);
            }
        }
        return endOfPlain(inEscape ? at + 1 : at);
    }

    @Override
    public boolean passedEscape() {
        return passedEscape;
    }

    /// Whether an escape of two characters stands at a byte (RFC 8259 §7).
    private boolean isSimpleEscape(int at) {
        if (at + 1 >= length || bytes[at] != '\\') return false;
        byte escaped = bytes[at + 1];
        // the distance of a shift counts modulo 64
        return escaped > ' ' && ((escaped < 0x40 ? SIMPLE_SIGNS : SIMPLE_LETTERS) >>> escaped & 1) != 0;
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /// Which bytes of a word of ASCII are plain, by the sign bits of the result: those that are no quote, no backslash
    /// and no control character. No sum carries into the next byte.
    private static long plain(long word) {
        return (word ^ QUOTES) + NOT_ZERO & (word ^ BACKSLASHES) + NOT_ZERO & word + NO_CONTROL;
    }

    /// The sign bits of the bytes that end a run, in any word: a byte beyond ASCII is plain.
    private static long ends(long word) {
        return ~(plain(word & ~HIGH) | word) & HIGH;
    }

    private static boolean ends(byte b) {
        return b >= 0 && b < ' ' || b == '"' || b == '\\';
    }

    private int endOfWide(int from) {
        int at = from + beyond;
        mark(from);
        for (int last = length - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = word(bytes, at);
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

    /// The bytes are not needed again. What is to be had of them later is encoded from the text.
    ///
    /// @param spare takes their array; null if a [part][#part] of them is still used
    void release(SpareArrays spare) {
        if (spare != null) spare.give(bytes, length);
        bytes = null;
    }

    boolean isReleased() {
        return bytes == null;
    }

    /// The bytes of a part of the text: a view.
    ByteBuffer part(int from, int to) {
        int begin = byteAt(from);
        return ByteBuffer.wrap(bytes, begin, byteAt(to) - begin);
    }
}
