package llmrouter.text;

/// Letters and digits as protocols and grammars mean them. Those of the JDK depend on its version of Unicode, which is
/// another one in each JDK and in each JavaScript engine, so that a gateway and its Worker could decide differently;
/// they take digits of other scripts for digits; and `toLowerCase` may change the length of a text, so that places in
/// the new text are not those of the old one.
public final class Letters {
    private static final int CASE = 'a' - 'A';
    /// Between the letters of European scripts and those of East Asia lie punctuation and symbols.
    private static final char FIRST_LETTER = 0xC0;
    private static final char FIRST_SYMBOL = 0x2000;
    private static final char FIRST_EAST_ASIAN = 0x2E80;
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private Letters() {}

    /// The text with `a` to `z` in place of `A` to `Z`; all other characters stay as they are.
    public static String lower(String s) {
        int i = 0;
        while (i < s.length() && !isCapital(s.charAt(i))) i++;
        if (i == s.length()) return s;
        char[] chars = s.toCharArray();
        for (; i < chars.length; i++) {
            if (isCapital(chars[i])) chars[i] += CASE;
        }
        return new String(chars);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /// Whether two texts are the same but for the case of `A` to `Z`.
    ///
    /// @param b may be null
    public static boolean same(String a, String b) {
        return b != null && a.length() == b.length() && lower(a).equals(lower(b));
    }

    /// The value of a digit of ASCII; -1 for any other character.
    ///
    /// @param radix 36 at most
    public static int digit(char c, int radix) {
        int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : isCapital(c) ? c - 'A' + 10
            : radix;
        return value < radix ? value : -1;
    }

    /// Whether a character is a letter, or may be one of any script. Punctuation, symbols, halves of pairs and the byte
    /// order mark are none.
    public static boolean isLetter(char c) {
        if (c < FIRST_LETTER) return isCapital(c) || c >= 'a' && c <= 'z';
        return c < FIRST_SYMBOL || c >= FIRST_EAST_ASIAN && !Character.isSurrogate(c) && c != BYTE_ORDER_MARK;
    }
}
