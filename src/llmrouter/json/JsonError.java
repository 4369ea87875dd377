package llmrouter.json;

/// A text is not JSON or exceeds the limits: what is wrong, and where. Line and column start at 1.
public final class JsonError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int offset;
    private final int line;
    private final int column;

    /// @param text   with the error
    /// @param offset where it is
    public JsonError(String message, String text, int offset) {
        super(message, null, false, false);
        this.offset = offset;
        int line = 1;
        int lineStart = offset > 0 && JsonTokens.isMarked(text) ? 1 : 0; // editors do not count the mark
        for (int i = 0; i < offset && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        this.line = line;
        this.column = offset - lineStart + 1;
    }

    public int offset() {
        return offset;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /// The message with its place, for example `expected a value at line 3, column 7`.
    public String describe() {
        return getMessage() + " at line " + line + ", column " + column;
    }
}
