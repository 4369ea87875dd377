package llmrouter.json;

import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

import llmrouter.text.Letters;

/// Counts the values of a JSON text without building a tree, so that the memory of the tree is known before it is
/// taken.
public final class JsonCount {
    private JsonCount() {}

    /// Who is told how many values a text has, as they are found.
    ///
    /// @param mark   with which strings begin that hold JSON in a form of their own; or null
    /// @param open   gives the JSON text in such a string, or null if there is none
    /// @param values is told how many there are so far
    public record Budget(String mark, UnaryOperator<String> open, IntConsumer values) {}

    /// At least as many as the text has values, and not many more: each value but the first follows a comma or an
    /// opening bracket. The content of strings is skipped, but for a string that is a JSON object or array by itself,
    /// such as the arguments of a call: it may become a tree, too. One pass. Of a text that is not JSON the number
    /// means nothing.
    public static int most(String text) {
        return most(text, null, null);
    }

    /// The same for a text in which some strings hold JSON in a form of their own.
    ///
    /// @param mark with which such strings begin; or null
    /// @param open gives the JSON text in such a string, or null if there is none
    public static int most(String text, String mark, UnaryOperator<String> open) {
        int count = 1;
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int close = close(text, i);
                if (close < 0) return count;
                count += inString(text, i, close, mark, open);
                i = close;
            } else if (c == ',' || c == '{' || c == '[') {
                count++;
            }
        }
        return count;
    }

    /// Whether a string that begins with a character may hold values.
    static boolean mayHold(char first, Budget budget) {
        return first <= ' ' || first == '{' || first == '[' || first == '\\'
            || budget.mark != null && first == budget.mark.charAt(0);
    }

    /// The values that the string between two quotes holds.
    static int inString(String text, int open, int close, Budget budget) {
        return inString(text, open, close, budget.mark, budget.open);
    }

    private static int inString(String text, int quote, int close, String mark, UnaryOperator<String> open) {
        int count = within(text, quote + 1, close);
        boolean marked = mark != null && begins(text, quote + 1, close, mark);
        return marked ? count + opened(text.substring(quote, close + 1), open) : count;
    }

    /// Whether the content of a string begins so, as it is read without its escapes.
    private static boolean begins(String text, int from, int to, String mark) {
        int at = from;
        for (int i = 0; i < mark.length(); i++) {
            if (at >= to || unescaped(text, at) != mark.charAt(i)) return false;
            at += width(text, at);
        }
        return true;
    }

    private static int opened(String quoted, UnaryOperator<String> open) {
        try {
            String inner = Json.parse(quoted) instanceof Json.Str s ? open.apply(s.value()) : null;
            return inner == null ? 0 : most(inner);
        } catch (JsonError _) {
            return 0; // then the text is no JSON
        }
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
            code = code << 4 | Letters.digit(text.charAt(i), 16) & 15;
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
