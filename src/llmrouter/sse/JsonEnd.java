package llmrouter.sse;

/// Tells whether lines of data, one after the other, are a whole JSON object or array, by their brackets only. It looks
/// at each character once. One block, one owner.
final class JsonEnd {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    /// Takes the next line, or the first lines together.
    void feed(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (escaped) escaped = false;
            else if (inString) inString(c);
            else outside(c);
        }
    }

    private void inString(char c) {
        if (c == '"') inString = false;
        escaped = c == '\\';
    }

    private void outside(char c) {
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                if (depth == 0 && c > ' ') depth = Integer.MIN_VALUE / 2; // no JSON: never whole
            }
        }
        begun = true;
    }

    /// Whether an object or array has begun and is closed.
    boolean isWhole() {
        return begun && depth == 0 && !inString;
    }

    /// Whether the lines cannot be an object or array.
    boolean isNone() {
        return depth < 0;
    }
}
