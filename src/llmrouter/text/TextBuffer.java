package llmrouter.text;

/// Collects the characters of a [Text]. The Worker build replaces this class by a twin on native strings.
final class TextBuffer {
    private final StringBuilder chars;

    /// @param expected characters to make room for at once
    TextBuffer(int expected) {
        chars = new StringBuilder(expected);
    }

    void add(String s) {
        chars.append(s);
    }

    void add(char c) {
        chars.append(c);
    }

    void add(String s, int from, int to) {
        chars.append(s, from, to);
    }

    int length() {
        return chars.length();
    }

    void clear() {
        chars.setLength(0);
    }

    @Override
    public String toString() {
        return chars.toString();
    }
}
