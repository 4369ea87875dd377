package llmrouter.toml;

/// A text is not TOML or exceeds the limits, or an edit does not fit to what stands there: what is wrong, where, and
/// what to do. A message never quotes a value, because it may be a secret. Line and column start at 1; a column counts
/// UTF-16 units, and a byte-order mark is not counted.
public final class TomlError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String fix;
    private final int offset;
    private final int line;
    private final int column;

    TomlError(String what, String fix, String text, int offset) {
        super(what, null, false, false);
        this.fix = fix;
        this.offset = offset;
        int line = 1;
        int lineStart = offset > 0 && TomlScan.isMarked(text) ? 1 : 0;
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

    /// What to do about it, as a command, for example `put the text in quotes`.
    public String fix() {
        return fix;
    }

    /// The whole message, for example `a value is missing at line 3, column 7: write it behind the =`.
    public String describe() {
        return getMessage() + " at line " + line + ", column " + column + ": " + fix;
    }
}
