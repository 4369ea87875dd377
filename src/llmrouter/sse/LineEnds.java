package llmrouter.sse;

/// The line ends of a text, found by jumps; each of the two characters is searched for at most once per stretch.
final class LineEnds {
    private final String text;
    private int lf = -1;
    private int cr = -1;

    LineEnds(String text) {
        this.text = text;
    }

    /// The first CR or LF at or after `from`, or -1. `from` must not go back.
    int next(int from) {
        if (lf < from) lf = find('\n', from);
        if (cr < from) cr = find('\r', from);
        int end = Math.min(lf, cr);
        return end == Integer.MAX_VALUE ? -1 : end;
    }

    private int find(char c, int from) {
        int at = text.indexOf(c, from);
        return at < 0 ? Integer.MAX_VALUE : at;
    }
}
