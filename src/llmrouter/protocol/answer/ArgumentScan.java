package llmrouter.protocol.answer;

import llmrouter.text.Ws;

/// Follows the text of tool arguments as it arrives and detects when the JSON value in it is closed, without parsing
/// it. One call, one owner.
public final class ArgumentScan {
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;
    private boolean complete;

    public void feed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) string(c);
            else if (!Ws.is(c)) structure(c);
        }
    }

    /// Whether nothing but white space came.
    public boolean isEmpty() {
        return !begun;
    }

    /// Whether an object or array was opened and closed again.
    public boolean complete() {
        return complete;
    }

    private void string(char c) {
        if (escaped) escaped = false;
        else if (c == '\\') escaped = true;
        else if (c == '"') inString = false;
    }

    private void structure(char c) {
        begun = true;
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> complete = --depth == 0 || complete;
            default -> { }
        }
    }
}
