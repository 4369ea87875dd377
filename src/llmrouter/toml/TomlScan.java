package llmrouter.toml;

/// A place in a TOML text, and what moves it over blanks, comments and line ends. Not thread-safe.
final class TomlScan {
    static final char NONE = 0;
    private static final char MARK = '\uFEFF';
    private static final String HEX = "0123456789ABCDEF";

    private final String text;
    private int at;

    /// @throws TomlError the text is too long, or has a character that TOML allows nowhere
    TomlScan(String text, TomlLimits limits) {
        this.text = text;
        if (text.length() > limits.length()) {
            throw error("the text is longer than " + limits.length() + " characters", "divide the file",
                limits.length());
        }
        at = isMarked(text) ? 1 : 0;
        checkCharacters();
    }

    static boolean isMarked(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK;
    }

    String text() {
        return text;
    }

    int at() {
        return at;
    }

    void to(int place) {
        at = place;
    }

    void skip(int characters) {
        at += characters;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /// The next character; [#NONE] at the end, which no text has.
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : NONE;
    }

    boolean sees(String word) {
        return text.startsWith(word, at);
    }

    void blanks() {
        while (peek() == ' ' || peek() == '\t') at++;
    }

    /// Blanks, comments and line ends, as they may stand between the items of an array.
    void fill() {
        blanks();
        while (peek() == '#' || lineEnd() > 0) {
            if (peek() == '#') comment();
            at += lineEnd();
            blanks();
        }
    }

    void comment() {
        int end = text.indexOf('\n', at);
        if (end < 0) at = text.length();
        else at = text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /// How many characters the line end at this place has; 0 if there is none.
    int lineEnd() {
        return peek() == '\n' ? 1 : peek() == '\r' ? 2 : 0;
    }

    /// Goes to the next line. Only blanks and a comment may stand before it.
    void endOfLine(String what) {
        blanks();
        if (peek() == '#') comment();
        if (atEnd()) return;
        if (lineEnd() == 0) {
            throw error("there is more on the line behind " + what,
                "write it on a line of its own, or put # before it if it is a comment", at);
        }
        at += lineEnd();
    }

    TomlError error(String what, String fix, int place) {
        return new TomlError(what, fix, text, place);
    }

    /// A control character may stand nowhere, but a tab and line ends; a carriage return only before a line feed.
    private void checkCharacters() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) checkControl(c, i);
            else if (Character.isHighSurrogate(c) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) i++;
            else if (Character.isSurrogate(c)) {
                throw error("half of a character stands", "save the file as UTF-8 text", i);
            }
        }
    }

    private void checkControl(char c, int place) {
        if (c == '\t' || c == '\n') return;
        if (c != '\r') {
            throw error("a control character stands", "remove it, or write it as \\u" + hex(c) + " in double quotes",
                place);
        }
        if (place + 1 == text.length() || text.charAt(place + 1) != '\n') {
            throw error("a carriage return stands without a line feed", "end all lines with LF or CRLF", place);
        }
    }

    /// Four hexadecimal digits.
    static String hex(char c) {
        var digits = new StringBuilder(4);
        for (int shift = 12; shift >= 0; shift -= 4) digits.append(HEX.charAt(c >> shift & 15));
        return digits.toString();
    }
}
