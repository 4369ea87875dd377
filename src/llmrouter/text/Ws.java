package llmrouter.text;

/// The one whitespace rule of the program: the ECMAScript set (ECMA-262 §12.2, §12.3), on every platform.
///
/// `String.trim`, `strip` and `isBlank` differ between the JVM and the Worker's class library, so the core does not
/// call them.
public final class Ws {
    private Ws() {}

    /// Whether `c` is white space or a line end by ECMA-262.
    public static boolean is(char c) {
        if (c <= 0x20) return c == ' ' || c >= 0x09 && c <= 0x0D;
        if (c < 0xA0) return false;
        return c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x200A
            || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
    }

    /// `s` without white space at either end.
    public static String trim(String s) {
        int from = 0;
        int to = s.length();
        while (from < to && is(s.charAt(from))) from++;
        while (to > from && is(s.charAt(to - 1))) to--;
        return s.substring(from, to);
    }

    /// `s` without white space at its end.
    public static String trimEnd(String s) {
        int to = s.length();
        while (to > 0 && is(s.charAt(to - 1))) to--;
        return s.substring(0, to);
    }

    /// Whether `s` is null or only white space.
    public static boolean blank(String s) {
        if (s == null) return true;
        for (int i = 0; i < s.length(); i++) {
            if (!is(s.charAt(i))) return false;
        }
        return true;
    }
}
