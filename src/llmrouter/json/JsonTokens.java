package llmrouter.json;

import llmrouter.text.Chars;
import llmrouter.text.Text;

/// Finds where each token and each value of a JSON text ends, and refuses what RFC 8259 does not allow. The parser and
/// the scanner both use it, so they accept the same texts and report the same errors.
///
/// Every function takes the offset where a token or value begins and returns the offset after it. A text that is known
/// to be valid is read much faster, because in its strings only the ends are searched.
public final class JsonTokens {
    private final String text;
    private final int length;
    private final int maxDepth;
    private final int mostValues;
    private final boolean valid;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// The text with its comments, for the places of errors; null for strict JSON.
    private final String commented;
    /// Finds the ends of plain runs; null if they are searched in the text.
    private final PlainRuns runs;
    /// Is told of each value and each string; or null.
    private final JsonNotes notes;
    /// Where the strings of a valid text end, as [JsonNotes] has them, and which comes next; null if that is not known.
    private int[] ends;
    private int next;
    /// What a scan has noted of a valid text, and which object that is a member's value comes next; or null.
    private JsonNotes known;
    private int nextObject;
    private boolean escaped;

    JsonTokens(String text, JsonLimits limits) {
        this(text, limits, false, null, null, null);
    }

    private JsonTokens(String text, JsonLimits limits, boolean valid, String commented, PlainRuns runs,
            JsonNotes notes) {
        if (text.length() > limits.length()) {
            throw new JsonError("the text is longer than " + limits.length() + " characters", text, limits.length());
        }
        this.text = text;
        this.length = text.length();
        this.maxDepth = limits.depth();
        this.mostValues = limits.values();
        this.valid = valid;
        this.commented = commented;
        this.runs = runs;
        this.notes = notes;
    }

    /// For one pass, from left to right, over a text that is known to be valid.
    static JsonTokens ofValid(String text, JsonLimits limits) {
        return new JsonTokens(text, limits, true, null, null, null);
    }

    /// The same, for a text whose strings were noted when it was scanned.
    ///
    /// @param notes or null
    /// @param from  where the pass begins, in no string
    static JsonTokens ofScanned(String text, JsonLimits limits, JsonNotes notes, int from) {
        JsonTokens tokens = ofValid(text, limits);
        if (notes == null) return tokens;
        tokens.known = notes;
        tokens.ends = notes.ends();
        tokens.next = notes.firstFrom(from);
        return tokens;
    }

    /// Whether the places of objects are known, in a pass that began at the begin of the text.
    boolean knowsObjects() {
        return known != null;
    }

    /// Passes an object that is a member's value.
    ///
    /// @return its number; the offset behind it is known by that
    int passObject() {
        int object = nextObject;
        next = known.stringsThrough(object);
        nextObject = known.objectsThrough(object);
        return object;
    }

    /// The next token to be read is the first in an object.
    void enterObject(int object) {
        next = known.stringsBefore(object);
        nextObject = object + 1;
    }

    /// For a text that may have comments.
    ///
    /// @param plain     with blanks in place of the comments
    /// @param commented with the comments, for the places of errors
    public static JsonTokens of(String plain, String commented) {
        return new JsonTokens(plain, JsonLimits.DEFAULT, false, commented, null, null);
    }

    /// For a text of which something is to be known beside its tokens.
    ///
    /// @param runs  of this text, or null
    /// @param notes is told of each value and each string
    static JsonTokens of(String text, JsonLimits limits, PlainRuns runs, JsonNotes notes) {
        return new JsonTokens(text, limits, false, null, runs, notes);
    }

    /// Whether a text begins with a byte-order mark.
    public static boolean isMarked(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    }

    /// The tree of the whole text.
    ///
    /// @throws JsonError what is wrong, with line and column
    public Json tree() {
        return JsonParser.parse(text, this);
    }

    /// How many values a tree of the text may have.
    int mostValues() {
        return mostValues;
    }

    /// An error at an offset.
    public JsonError error(String message, int at) {
        return new JsonError(message, commented == null ? text : commented, at);
    }

    /// The character at an offset; at the end of the text NUL, which begins no token.
    public char at(int at) {
        return at < length ? text.charAt(at) : 0;
    }

    /// The offset of the value of the text.
    public int begin() {
        if (isMarked(text)) throw error("the text begins with a byte-order mark; save it without one", 0);
        return afterSpace(0);
    }

    /// Checks that nothing but white space follows the value of the text.
    public void end(int at) {
        int end = afterSpace(at);
        if (end < length) throw error("unexpected text after the JSON value: " + found(end), end);
    }

    /// Skips white space between two tokens.
    int space(int at) {
        if (at < length && text.charAt(at) > ' ') return at;
        int end = afterSpace(at);
        if (notes != null && end > at) notes.space();
        return end;
    }

    private int afterSpace(int at) {
        int i = at;
        while (i < length) {
            char c = text.charAt(i);
            if (c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t') return i;
            i++;
        }
        return i;
    }

    /// Checks that a container beginning at `at` may be nested in `depth` others.
    void enter(int at, int depth) {
        if (depth >= maxDepth) throw error("nested deeper than " + maxDepth + " levels", at);
    }

    /// Skips one value.
    ///
    /// @param depth the containers around it
    public int value(int at, int depth) {
        if (notes != null) notes.value();
        return switch (at(at)) {
            case '"' -> string(at);
            case '{' -> object(at, depth);
            case '[' -> array(at, depth);
            default -> scalar(at);
        };
    }

    /// Skips one value of a member.
    ///
    /// @param depth the containers around it
    int member(int at, int depth) {
        if (notes == null || at(at) != '{') return value(at, depth);
        int object = notes.open(at);
        int end = value(at, depth);
        notes.close(object, end);
        return end;
    }

    private int object(int open, int depth) {
        enter(open, depth);
        int at = space(open + 1);
        if (at(at) == '}') return at + 1;
        while (true) {
            at = member(name(at), depth + 1);
            at = space(at);
            if (at(at) == '}') return at + 1;
            at = comma(at, '}');
        }
    }

    private int array(int open, int depth) {
        enter(open, depth);
        int at = space(open + 1);
        if (at(at) == ']') return at + 1;
        while (true) {
            at = space(value(at, depth + 1));
            if (at(at) == ']') return at + 1;
            at = comma(at, ']');
        }
    }

    /// Skips a member's name and colon, up to its value.
    int name(int at) {
        return colon(string(quote(at)));
    }

    /// Checks that a member's name begins here.
    int quote(int at) {
        if (at(at) != '"') throw error("expected a member name in double quotes, found " + found(at), at);
        return at;
    }

    /// Skips the colon after a member's name, up to the value.
    int colon(int at) {
        int colon = space(at);
        if (at(colon) != ':') throw error("expected ':' after a member name, found " + found(colon), colon);
        return space(colon + 1);
    }

    /// Skips the comma between two members or items, up to the next one.
    int comma(int at, char close) {
        if (at(at) != ',') throw error("expected ',' or '" + close + "', found " + found(at), at);
        int next = space(at + 1);
        if (at(next) == close) throw error("a comma before '" + close + "' is not allowed", at);
        return next;
    }

    /// Skips a string from its opening quote; afterwards [#escaped] tells whether it has escapes.
    public int string(int open) {
        if (ends != null) return endOfKnown();
        if (valid) return endOfValid(open);
        boolean escapes = false;
        int i = simple(open + 1);
        while (true) {
            escapes |= runs != null && runs.passedEscape();
            if (at(i) != '\\') break;
            escapes = true;
            i = simple(escape(i));
        }
        if (i == length) throw error("this string has no closing quote", open);
        if (text.charAt(i) != '"') throw error("a control character in a string must be escaped: " + found(i), i);
        escaped = escapes;
        if (notes != null) notes.string(text, open, i, escapes);
        return i + 1;
    }

    private int simple(int from) {
        return runs != null ? runs.endOfSimple(from) : Chars.endOfPlain(text, from);
    }

    /// Where the next string ends, as a scan has noted it.
    private int endOfKnown() {
        int end = ends[next++];
        escaped = end < 0;
        return (escaped ? ~end : end) + 1;
    }

    /// In a valid text a string ends at the first quote that no backslash escapes.
    private int endOfValid(int open) {
        int close = Chars.indexOf(text, '"', open + 1);
        while (isEscaped(close)) close = Chars.indexOf(text, '"', close + 1);
        escaped = Chars.contain(text, '\\', open + 1, close);
        return close + 1;
    }

    private boolean isEscaped(int quote) {
        int at = quote;
        while (text.charAt(at - 1) == '\\') at--;
        return (quote - at) % 2 != 0;
    }

    private int escape(int backslash) {
        switch (at(backslash + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return backslash + 2;
            }
            case 'u' -> {
                for (int i = backslash + 2; i < backslash + 6; i++) {
                    if (!isHex(at(i))) throw error("expected four hexadecimal digits after \\u", backslash);
                }
                return backslash + 6;
            }
            default -> throw error("unknown escape in a string: \\ and " + found(backslash + 1), backslash);
        }
    }

    private static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    boolean escaped() {
        return escaped;
    }

    /// The value of the string between a quote at `open` and the one before `end`, as [#string] has just measured it.
    String unquoted(int open, int end) {
        return unquoted(text, open, end, escaped);
    }

    /// The value of a valid string.
    ///
    /// @param open    offset of the quote before it
    /// @param end     offset behind its last quote
    /// @param escaped whether it has escapes
    static String unquoted(String text, int open, int end, boolean escaped) {
        return escaped ? Text.unescape(text, open + 1, end - 1) : text.substring(open + 1, end - 1);
    }

    /// Skips a number, `true`, `false` or `null`.
    int scalar(int at) {
        return switch (at(at)) {
            case 't' -> literal("true", at);
            case 'f' -> literal("false", at);
            case 'n' -> literal("null", at);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> throw error("expected a value, found " + found(at), at);
        };
    }

    private int literal(String word, int at) {
        if (!text.startsWith(word, at)) throw error("expected a value, found " + found(at), at);
        return at + word.length();
    }

    private int number(int from) {
        int at = at(from) == '-' ? from + 1 : from;
        at = at(at) == '0' ? at + 1 : digits(at);
        if (isDigit(at(at))) throw error("a number must not begin with 0", from);
        if (at(at) == '.') at = digits(at + 1);
        if (at(at) == 'e' || at(at) == 'E') at = digits(at(at + 1) == '+' || at(at + 1) == '-' ? at + 2 : at + 1);
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (isDigit(at(at))) at++;
        if (at == from) throw error("expected a digit, found " + found(at), at);
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// The name of the character at an offset, for an error message.
    String found(int at) {
        if (at >= length) return "the end of the text";
        char c = text.charAt(at);
        if (c == '/') return commented == null ? "'/' (comments are not JSON)" : "'/' (a comment begins with // or /*)";
        if (c > ' ' && c < 0x7F) return "'" + c + "'";
        var name = new StringBuilder("the character U+");
        for (int shift = 12; shift >= 0; shift -= 4) name.append("0123456789ABCDEF".charAt(c >> shift & 0xF));
        return name.toString();
    }
}
