package llmrouter.text;

/// Searches in long texts. The Worker build replaces this class by a twin on the searches of JavaScript, since the
/// compiled ones of the class library go character by character.
public final class Chars {
    private Chars() {}

    /// Whether a part stands in the text.
    public static boolean contain(String text, String part) {
        return text.contains(part);
    }

    /// Whether a part stands in a part of the text; the rest of the text is not searched.
    public static boolean contain(String text, String part, int from, int to) {
        return text.indexOf(part, from, to) >= 0;
    }

    /// Whether a character stands in a part of the text; the rest of the text is not searched.
    public static boolean contain(String text, char c, int from, int to) {
        return text.indexOf(c, from, to) >= 0;
    }

    /// The offset of the first such character from an offset on, or -1.
    public static int indexOf(String text, char c, int from) {
        return text.indexOf(c, from);
    }

    /// The first quote, backslash or control character from an offset on; the length if there is none. Most of a
    /// parser's time goes here, so the loop calls nothing.
    public static int endOfPlain(String text, int from) {
        int n = text.length();
        int i = from;
        while (i < n) {
            char c = text.charAt(i);
            if (c == '"' || c < ' ' || c == '\\') break;
            i++;
        }
        return i;
    }

    /// The same, or a surrogate: the first character that a writer of JSON looks at.
    static int endOfClean(String text, int from) {
        int n = text.length();
        int i = from;
        while (i < n) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) break;
            i++;
        }
        return i;
    }
}
