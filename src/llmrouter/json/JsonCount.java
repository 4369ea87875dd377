package llmrouter.json;

/// Counts the values of a JSON text without building a tree, so that the memory of the tree is known before it is
/// taken.
public final class JsonCount {
    private JsonCount() {}

    /// At least as many as the text has values, and not many more: each value but the first follows a comma or an
    /// opening bracket. One pass, in which the content of strings is skipped. Of a text that is not JSON the number
    /// means nothing.
    public static int most(String text) {
        int count = 1;
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = close(text, i);
                if (i < 0) return count;
            } else if (c == ',' || c == '{' || c == '[') {
                count++;
            }
        }
        return count;
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
