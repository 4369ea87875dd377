package llmrouter.json.lenient;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Letters;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Makes strict JSON of a text that is nearly JSON. One pass over its tokens, which checks nothing that the parser
/// checks afterwards:
///
/// - `NaN`, `Infinity` and `-Infinity`, also as C and Python write them, become `null`: JSON has no such numbers.
///   Python's `None`, `True` and `False` get their names in JSON.
/// - A raw control character in a string becomes its escape.
/// - A backslash in a string stays a backslash where it can be nothing else: see [#backslashes].
/// - Behind the end of an object or array another value may begin.
/// - A byte-order mark at the front is left out, also as its three bytes.
///
/// Everything else stays as it is, and so a text that is wrong in another way is still wrong.
final class JsonRepair {
    private static final String MARK = "\uFEFF";
    private static final String MARK_BYTES = "\u00EF\u00BB\u00BF";
    private static final String ESCAPES = "\"\\/bfnrt";

    private final String text;
    private final List<String> values = new ArrayList<>();
    private final Text out;
    private int at;
    private int depth;

    /// What the backslashes of one string are.
    private enum Backslashes { ESCAPES, PLAIN, IN_DOUBT }

    private JsonRepair(String text) {
        this.text = text;
        this.out = new Text(text.length() + 16);
    }

    /// The values of a text, each to be parsed; empty if a string of the text is torn or can be read in two ways.
    static List<String> of(String text) {
        var repair = new JsonRepair(text);
        return repair.run() ? repair.values : List.of();
    }

    private boolean run() {
        at = text.startsWith(MARK) ? 1 : text.startsWith(MARK_BYTES) ? 3 : 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                if (!string()) return false;
            } else if (isOfWord(c)) {
                word();
            } else {
                out.add(c);
                at++;
                bracket(c);
            }
        }
        endValue();
        return true;
    }

    private void bracket(char c) {
        if (c == '{' || c == '[') depth++;
        if (c != '}' && c != ']') return;
        depth--;
        if (depth == 0) endValue();
    }

    private void endValue() {
        String value = out.take();
        if (!Ws.blank(value)) values.add(value);
    }

    private static boolean isOfWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.';
    }

    private void word() {
        int from = at;
        while (at < text.length() && isOfWord(text.charAt(at))) at++;
        String word = text.substring(from, at);
        String unsigned = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
        out.add(switch (unsigned) {
            case "NaN", "nan", "Infinity", "infinity", "inf", "Inf" -> "null";
            default -> switch (word) {
                case "None" -> "null";
                case "True" -> "true";
                case "False" -> "false";
                default -> word;
            };
        });
    }

    /// Copies a string; false if it is torn or in doubt.
    private boolean string() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') end += text.charAt(end) == '\\' ? 2 : 1;
        if (end >= text.length()) return false;
        Backslashes are = backslashes(at + 1, end);
        if (are == Backslashes.IN_DOUBT) return false;
        out.add('"');
        for (int i = at + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ') control(c);
            else if (c == '\\' && are == Backslashes.PLAIN) out.add("\\\\");
            else out.add(c);
        }
        out.add('"');
        at = end + 1;
        return true;
    }

    private void control(char c) {
        switch (c) {
            case '\n' -> out.add("\\n");
            case '\r' -> out.add("\\r");
            case '\t' -> out.add("\\t");
            default -> out.add(c < 0x10 ? "\\u000" : "\\u001").add("0123456789abcdef".charAt(c & 0xF));
        }
    }

    /// A backslash before a letter that makes no escape in JSON, C, Python or JavaScript is a backslash, as in the path
    /// `C:\Windows`. So is one before a `u` without four hexadecimal digits. But the text's author has then escaped
    /// nothing in this string, and so `\n` in it would be two characters: if both stand in one string, or a backslash
    /// stands before anything else, it can be read in two ways.
    private Backslashes backslashes(int from, int end) {
        Backslashes found = null;
        int i = nextBackslash(from, end);
        while (i < end) {
            Backslashes next = backslash(i + 1, end);
            if (next == Backslashes.IN_DOUBT || found != null && found != next) return Backslashes.IN_DOUBT;
            found = next;
            i = nextBackslash(next == Backslashes.ESCAPES ? i + 2 : i + 1, end);
        }
        return found == null ? Backslashes.ESCAPES : found;
    }

    /// Looks no further than the string, so that each character of the text is looked at a few times at most.
    private int nextBackslash(int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) != '\\') i++;
        return i;
    }

    /// @param i where the character behind the backslash stands
    private Backslashes backslash(int i, int end) {
        char c = text.charAt(i);
        if (ESCAPES.indexOf(c) >= 0) return Backslashes.ESCAPES;
        if (c == 'u' || c == 'U') return unicode(i + 1, end, c == 'u' ? 4 : 8);
        boolean foreign = "aevx".indexOf(c) >= 0;
        return Letters.isLetter(c) && !foreign ? Backslashes.PLAIN : Backslashes.IN_DOUBT;
    }

    /// A code point behind a small `u` has four digits in every language, and behind a `U` eight in C and Python;
    /// JavaScript also writes it in braces.
    private Backslashes unicode(int from, int end, int digits) {
        int i = from;
        while (i < end && i < from + digits && Letters.digit(text.charAt(i), 16) >= 0) i++;
        if (i == from + digits) return digits == 4 ? Backslashes.ESCAPES : Backslashes.IN_DOUBT;
        return i == end || text.charAt(i) == '{' ? Backslashes.IN_DOUBT : Backslashes.PLAIN;
    }
}
