package llmrouter.json;

/// Counts the values of a JSON text without building a tree, so that the memory of the tree is known before it is
/// taken.
public final class JsonCount {
    private JsonCount() {}

    /// At least as many as the text has values, and not many more: each value but the first follows a comma or an
    /// opening bracket. The content of strings is skipped, but for a string that is a JSON object or array by itself,
    /// such as the arguments of a call: it may become a tree, too. One pass. Of a text that is not JSON the number
    /// means nothing.
    public static int most(String text) {
        int count = 1;
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int close = close(text, i);
                if (close < 0) return count;
                count += within(text, i + 1, close);
                i = close;
            } else if (c == ',' || c == '{' || c == '[') {
                count++;
            }
        }
        return count;
    }

    /// The same for the content of a string: as it is read, without its escapes. 0 if it is no object and no array.
    private static int within(String text, int from, int to) {
        int count = 0;
        boolean string = false;
        boolean escaped = false;
        for (int at = from; at < to; at += width(text, at)) {
            char c = unescaped(text, at);
            if (count == 0 && c <= ' ') continue;
            if (count == 0 && c != '{' && c != '[') return 0;
            if (escaped) {
                escaped = false;
            } else if (string) {
                escaped = c == '\\';
                string = c != '"';
            } else if (c == '"') {
                string = true;
            } else if (c == ',' || c == '{' || c == '[') {
                count++;
            }
        }
        return count;
    }

    /// How many characters the text has for one of a string.
    private static int width(String text, int at) {
        if (text.charAt(at) != '\\') return 1;
        return text.charAt(at + 1) == 'u' ? 6 : 2;
    }

    private static char unescaped(String text, int at) {
        char c = text.charAt(at);
        if (c != '\\') return c;
        char escape = text.charAt(at + 1);
        return switch (escape) {
            case 'n', 'r', 't', 'b', 'f' -> ' ';
            case 'u' -> numbered(text, at + 2);
            default -> escape;
        };
    }

    private static char numbered(String text, int at) {
        int code = 0;
        for (int i = at; i < Math.min(at + 4, text.length()); i++) {
            code = code << 4 | Character.digit(text.charAt(i), 16) & 15;
        }
        return (char) code;
    }

    /// The offset of the quote that closes the string, or -1.
    private static int close(String text, int open) {
        int quote = text.indexOf('"', open + 1);
        while (quote >= 0 && isEscaped(text, open, quote)) quote = text.indexOf('"', quote + 1);
        return quote;
    }

    private static boolean isEscaped(String text, int open, int quote) {
        int at = quote - 1;
        while (at > open && text.charAt(at) == '\\') at--;
        return (quote - at) % 2 == 0;
    }
}
