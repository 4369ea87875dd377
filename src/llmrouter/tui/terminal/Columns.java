package llmrouter.tui.terminal;

import java.text.BreakIterator;
import java.util.Locale;

/// How many columns of a terminal text takes: two for the wide characters of Unicode's East Asian Width (UAX #11) and
/// for emoji, none for marks that are put on the character before.
public final class Columns {
    /// First and last of each range of wide characters, in order.
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653,
        0x26A1, 0x26A1, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26D4, 0x26D4, 0x26F2, 0x26F3, 0x2705, 0x2705, 0x270A, 0x270B,
        0x2728, 0x2728, 0x274C, 0x274C, 0x2753, 0x2755, 0x2795, 0x2797, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2E80, 0x303E,
        0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
        0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18D08, 0x1B000, 0x1B2FB, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
        0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440,
        0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F567, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB,
        0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB,
        0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70,
        0x1FAFF, 0x20000, 0x3FFFD};
    private static final int FIRST_WIDE = WIDE[0];

    private Columns() {}

    /// The columns of a text without control characters.
    public static int of(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            columns += of(text.codePointAt(i));
        }
        return columns;
    }

    static int of(int codePoint) {
        if (codePoint < 0x300) return 1;
        int type = Character.getType(codePoint);
        boolean onTheOneBefore = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
            || type == Character.FORMAT;
        if (onTheOneBefore) return 0;
        return codePoint >= FIRST_WIDE && isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        int low = 0;
        int high = WIDE.length / 2 - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (codePoint < WIDE[2 * middle]) high = middle - 1;
            else if (codePoint > WIDE[2 * middle + 1]) low = middle + 1;
            else return true;
        }
        return false;
    }

    /// The length of the longest beginning of a text that takes at most so many columns. What a reader sees as one
    /// character is not divided.
    public static int fitting(String text, int columns) {
        int used = 0;
        for (int at = 0; at < text.length();) {
            int next = after(text, at);
            used += of(text.substring(at, next));
            if (used > columns) return at;
            at = next;
        }
        return text.length();
    }

    /// Where the character that begins at an offset ends, with all its marks.
    public static int after(String text, int offset) {
        if (offset >= text.length()) return text.length();
        boolean alone = text.charAt(offset) < 0x300
            && (offset + 1 == text.length() || text.charAt(offset + 1) < 0x300);
        return alone ? offset + 1 : characters(text).following(offset);
    }

    /// Where the character before an offset begins, with all its marks.
    public static int before(String text, int offset) {
        return offset <= 0 ? 0 : characters(text).preceding(offset);
    }

    private static BreakIterator characters(String text) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters;
    }

    /// A text as it fits into so many columns, with `…` in the place of what does not.
    public static String cut(String text, int columns) {
        if (of(text) <= columns) return text;
        return columns < 1 ? "" : text.substring(0, fitting(text, columns - 1)) + "…";
    }

    /// A text with spaces behind it, or cut, so that it takes exactly so many columns.
    public static String padded(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - of(cut)));
    }

    /// As [#padded], with the spaces before the text, as for numbers.
    public static String right(String text, int columns) {
        String cut = cut(text, columns);
        return " ".repeat(Math.max(0, columns - of(cut))) + cut;
    }
}
