package llmrouter.config;


import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// The window of a cap as people type it:
///
/// ```
/// window = unit [ws] [":" | "/" | "x" | "-"] [ws] int     minute:1  hour/6  m1  sec-5  "minute x 1"
///        | int [ws] unit                                  1w  7day  "7 days"
/// ```
/// A unit is any of its usual short and long names in any case; `m` is minute and `mo` month.
public final class WindowGrammar {
    /// The fix to show for a text that is not a window.
    public static final String HINT = "write e.g. \"minute:1\", \"hour/6\", \"7d\" or \"month:1\" (second, minute, "
        + "hour, day, week, month)";
    private static final int LARGEST = 1_000_000;

    private WindowGrammar() {}

    /// The window, or null if the text is not one.
    public static Window parse(String text) {
        String s = Ws.trim(text);
        if (s.isEmpty()) return null;
        return Ids.isDigit(s.charAt(0)) ? sizeFirst(s) : unitFirst(s);
    }

    /// The unit by any of its names, or null.
    public static Unit unit(String name) {
        String wanted = Letters.lower(name);
        for (Unit unit : Unit.values()) {
            if (unit.words().contains(wanted)) return unit;
        }
        return null;
    }

    private static Window sizeFirst(String s) {
        int end = 0;
        while (end < s.length() && Ids.isDigit(s.charAt(end))) end++;
        return window(unit(Ws.trim(s.substring(end))), s.substring(0, end));
    }

    private static Window unitFirst(String s) {
        int end = 0;
        while (end < s.length() && isLetter(s.charAt(end))) end++;
        int at = afterSpace(s, end);
        boolean separated = at < s.length() && (":/-".indexOf(s.charAt(at)) >= 0 || at > end && (s.charAt(at) == 'x'
            || s.charAt(at) == 'X'));
        if (separated) at = afterSpace(s, at + 1);
        return window(unit(s.substring(0, end)), s.substring(at));
    }

    private static Window window(Unit unit, String digits) {
        if (unit == null || digits.isEmpty()) return null;
        int size = 0;
        for (char c : digits.toCharArray()) {
            if (!Ids.isDigit(c)) return null;
            size = size * 10 + (c - '0');
            if (size > LARGEST) return null;
        }
        return size == 0 ? null : new Window(unit, size);
    }

    private static int afterSpace(String s, int at) {
        while (at < s.length() && Ws.is(s.charAt(at))) at++;
        return at;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
