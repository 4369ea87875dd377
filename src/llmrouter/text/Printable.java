package llmrouter.text;

/// Makes text from outside (a client, a provider, a server, a log) safe to show on one line of a terminal, a log or an
/// error message. Every unsafe character becomes `?`, so that a reader sees that something stood there.
///
/// Unsafe are: C0 controls, DEL and C1 controls (they can end a line or start a terminal escape, ECMA-48), the line and
/// paragraph separators U+2028 and U+2029, the direction controls of the Unicode Bidirectional Algorithm (UAX #9 §2),
/// which can show text in an order that it does not have, characters that are not seen (of no width, or tags: UTS #51),
/// which can hide a word or divide one, and halves of surrogate pairs, which have no UTF-8 form.
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
        return of(s, end, false);
    }

    /// The whole text with its line ends and tabs; for what is more than one line. The line ends must be the program's
    /// own: text from outside becomes one line first.
    public static String lines(String s) {
        return of(s, s.length(), true);
    }

    private static String of(String s, int end, boolean lines) {
        int i = 0;
        while (i < end && stays(s.charAt(i), lines)) i++;
        if (i == end) return s.substring(0, end);
        var out = new Text(end).add(s, 0, i);
        while (i < end) {
            int c = s.codePointAt(i);
            int length = Character.charCount(c);
            if (i + length <= end && (stays(c, lines) || length == 2 && safe(c))) out.add(s, i, i + length);
            else out.add('?');
            i += length;
        }
        return out.take();
    }

    private static boolean stays(int c, boolean lines) {
        return (c == '\n' || c == '\t') && lines || c <= 0xFFFF && safe(c) && !Character.isSurrogate((char) c);
    }

    /// JSON whose unsafe characters, which stand in its strings, are written with escapes of JSON; line ends stay.
    public static String json(String json) {
        int i = 0;
        while (i < json.length() && stays(json.charAt(i), true)) i++;
        if (i == json.length()) return json;
        var out = new Text(json.length() + 64).add(json, 0, i);
        while (i < json.length()) {
            int c = json.codePointAt(i);
            int length = Character.charCount(c);
            boolean stays = stays(c, true) || length == 2 && safe(c);
            for (int k = i; k < i + length; k++) {
                if (stays) out.add(json.charAt(k));
                else escape(json.charAt(k), out);
            }
            i += length;
        }
        return out.take();
    }

    private static void escape(char c, Text out) {
        out.add("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) out.add("0123456789abcdef".charAt(c >> shift & 15));
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
    ///
    /// @param c a code point
    public static boolean safe(int c) {
        if (c < 0x7F) return c >= 0x20;
        if (c < 0xA0) return false;
        return c != 0x2028 && c != 0x2029 && !turnsDirection(c) && !unseen(c);
    }

    private static boolean turnsDirection(int c) {
        return c == 0x061C || c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    /// Of no width, a control of formats or annotations, or a tag.
    private static boolean unseen(int c) {
        return c == 0xAD || c == 0x034F || c == 0x180E || c >= 0x200B && c <= 0x200D || c >= 0x2060 && c <= 0x206F
            || c == 0xFEFF || c >= 0xFFF9 && c <= 0xFFFB || c >= 0xE0000 && c <= 0xE0FFF;
    }
}
