package llmrouter.text;

/// An appender for text that becomes JSON or an event stream. Not thread-safe: one owner builds, then `take`s.
///
/// The Worker build replaces this one class by a twin on native string ropes and native quoting; nothing else in the core
/// may depend on how characters are gathered.
public final class Text {
    private final StringBuilder out;

    public Text() {
        this(256);
    }

    /// @param expected characters to make room for at once
    public Text(int expected) {
        out = new StringBuilder(expected);
    }

    public Text add(String s) {
        out.append(s);
        return this;
    }

    public Text add(char c) {
        out.append(c);
        return this;
    }

    /// The characters of `s` in `[from, to)`.
    public Text add(String s, int from, int to) {
        out.append(s, from, to);
        return this;
    }

    public int length() {
        return out.length();
    }

    /// Everything gathered so far; the appender is empty afterwards and can be used again.
    public String take() {
        String s = out.toString();
        out.setLength(0);
        return s;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /// Appends `s` as a JSON string with its quotes (RFC 8259 §7). Control characters and lone surrogates are escaped, so
    /// that the result survives UTF-8; everything else stays as it is.
    public Text quote(String s) {
        out.append('"');
        int n = s.length();
        int clean = 0;
        int special = special(s, 0);
        if (special == n) {
            out.append(s);
        } else {
            while (special < n) {
                out.append(s, clean, special);
                escape(s.charAt(special));
                clean = special + 1;
                special = special(s, clean);
            }
            out.append(s, clean, n);
        }
        out.append('"');
        return this;
    }

    /// The next character that a JSON string must not or had better not hold as it is; the length if there is none.
    private static int special(String s, int from) {
        int n = s.length();
        for (int i = from; i < n; i++) {
            char c = s.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') return i;
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                boolean pair = c <= Character.MAX_HIGH_SURROGATE && i + 1 < n && Character.isLowSurrogate(s.charAt(i + 1));
                if (!pair) return i;
                i++;
            }
        }
        return n;
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) out.append("0123456789abcdef".charAt(c >> shift & 0xF));
            }
        }
    }

    /// What a JSON string stands for: the reverse of [#quote]. `json[from, to)` is its inside without the quotes and must be valid.
    public static String unescape(String json, int from, int to) {
        var chars = new char[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                c = json.charAt(++i);
                if (c == 'u') {
                    c = hex(json, i + 1);
                    i += 4;
                } else {
                    c = unescaped(c);
                }
            }
            chars[length++] = c;
        }
        return new String(chars, 0, length);
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
