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
        int clean = 0;
        int n = s.length();
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\' && (c < 0xD800 || c > 0xDFFF)) continue;
            if (c >= 0xD800 && c <= 0xDBFF && i + 1 < n && Character.isLowSurrogate(s.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(s, clean, i);
            escape(c);
            clean = i + 1;
        }
        out.append(s, clean, n).append('"');
        return this;
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
}
