package llmrouter.text;

/// Makes text from outside (a client, a provider, a server, a log) safe to show on one line of a terminal, a log or an
/// error message. Every unsafe character becomes `?`, so that a reader sees that something stood there.
///
/// Unsafe are: C0 controls, DEL and C1 controls (they can end a line or start a terminal escape, ECMA-48), the line and
/// paragraph separators U+2028 and U+2029, the direction controls of the Unicode Bidirectional Algorithm (UAX #9 §2),
/// which can show text in an order that it does not have, and halves of surrogate pairs, which have no UTF-8 form.
public final class Printable {
    private Printable() {}

    /// The whole text on one line.
    public static String of(String s) {
        return of(s, s.length());
    }

    /// At most the first `most` characters (UTF-16 units) on one line; a surrogate pair at the limit is not divided.
    public static String of(String s, int most) {
        int end = Math.min(s.length(), most);
        if (end < s.length() && end > 0 && Character.isSurrogatePair(s.charAt(end - 1), s.charAt(end))) end--;
        int i = 0;
        while (i < end && safe(s.charAt(i)) && !Character.isSurrogate(s.charAt(i))) i++;
        if (i == end) return s.substring(0, end);
        var out = new Text(end).add(s, 0, i);
        while (i < end) {
            char c = s.charAt(i++);
            if (i < end && Character.isSurrogatePair(c, s.charAt(i))) out.add(c).add(s.charAt(i++));
            else out.add(safe(c) && !Character.isSurrogate(c) ? c : '?');
        }
        return out.take();
    }

    /// At most the first `most` characters, of which only ASCII from space to `~` stays, as in the value of a header
    /// field (RFC 9110 §5.5) that any client and any proxy takes.
    public static String ascii(String s, int most) {
        int end = Math.min(s.length(), most);
        int i = 0;
        while (i < end && isAscii(s.charAt(i))) i++;
        if (i == end) return s.substring(0, end);
        var out = new Text(end).add(s, 0, i);
        for (; i < end; i++) out.add(isAscii(s.charAt(i)) ? s.charAt(i) : '?');
        return out.take();
    }

    private static boolean isAscii(char c) {
        return c >= 0x20 && c < 0x7F;
    }

    /// Whether a character may be shown as it is. A half of a surrogate pair counts as safe: whether it has its other
    /// half is not judged here.
    public static boolean safe(char c) {
        if (c < 0x7F) return c >= 0x20;
        if (c < 0xA0) return false;
        return c != 0x2028 && c != 0x2029 && !turnsDirection(c);
    }

    private static boolean turnsDirection(char c) {
        return c == 0x061C || c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }
}
