package llmrouter.text;

/// An appender for text that becomes JSON or an event stream. Not thread-safe.
///
/// How characters are collected is the matter of [TextBuffer], which a Worker has in another way than the JVM.
public final class Text {
    private final TextBuffer chars;

    public Text() {
        this(256);
    }

    /// @param expected characters to make room for at once
    public Text(int expected) {
        chars = new TextBuffer(expected);
    }

    public Text add(String s) {
        chars.add(s);
        return this;
    }

    public Text add(char c) {
        chars.add(c);
        return this;
    }

    /// The characters of `s` in `[from, to)`.
    public Text add(String s, int from, int to) {
        chars.add(s, from, to);
        return this;
    }

    public int length() {
        return chars.length();
    }

    /// The text so far; the appender is empty afterwards and can be used again.
    public String take() {
        String s = chars.toString();
        chars.clear();
        return s;
    }

    @Override
    public String toString() {
        return chars.toString();
    }

    /// Appends `s` as a JSON string with its quotes (RFC 8259 §7). Control characters and lone surrogates are escaped,
    /// so that the result survives UTF-8; everything else stays as it is.
    public Text quote(String s) {
        add('"');
        int clean = 0;
        int special = special(s, 0);
        while (special < s.length()) {
            add(s, clean, special);
            escape(s.charAt(special));
            clean = special + 1;
            special = special(s, clean);
        }
        return add(s, clean, s.length()).add('"');
    }

    /// The offset of the next character that must or should be escaped in a JSON string; the length if there is none.
    private static int special(String s, int from) {
        int i = Chars.endOfClean(s, from);
        while (i + 1 < s.length() && Character.isSurrogatePair(s.charAt(i), s.charAt(i + 1))) {
            i = Chars.endOfClean(s, i + 2);
        }
        return i;
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> add("\\\"");
            case '\\' -> add("\\\\");
            case '\n' -> add("\\n");
            case '\r' -> add("\\r");
            case '\t' -> add("\\t");
            case '\b' -> add("\\b");
            case '\f' -> add("\\f");
            default -> {
                add("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) add("0123456789abcdef".charAt(c >> shift & 0xF));
            }
        }
    }

    /// The value of a JSON string, the reverse of [#quote]. `json[from, to)` is its inside without the quotes and
    /// must be valid.
    public static String unescape(String json, int from, int to) {
        var out = new Text(to - from);
        int clean = from;
        int backslash = Chars.indexOf(json, '\\', from);
        while (backslash >= 0 && backslash < to) {
            out.add(json, clean, backslash);
            char c = json.charAt(backslash + 1);
            out.add(c == 'u' ? hex(json, backslash + 2) : unescaped(c));
            clean = backslash + (c == 'u' ? 6 : 2);
            backslash = Chars.indexOf(json, '\\', clean);
        }
        return out.add(json, clean, to).toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static char hex(String s, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int c = s.charAt(i);
            code = code << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return (char) code;
    }
}
