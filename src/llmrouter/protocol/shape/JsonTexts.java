package llmrouter.protocol.shape;

import llmrouter.text.Ws;

/// Cuts JSON texts that follow each other into single ones, however they are divided: some providers send the chunks
/// of a stream one per line, without the fields of events. An object or an array ends with its last bracket; anything
/// else ends with its line. Each character is looked at once. One body, one owner.
final class JsonTexts {
    private final StringBuilder held = new StringBuilder();
    /// how much of the held text has been looked at
    private int seen;
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void feed(String more) {
        held.append(more);
    }

    /// The next text, or null if it has not ended.
    String next() {
        if (!begun) held.delete(0, between());
        while (seen < held.length()) {
            if (ends(held.charAt(seen++))) return drop(seen);
        }
        return null;
    }

    /// How much stands before the next text.
    private int between() {
        int at = 0;
        while (at < held.length() && (Ws.is(held.charAt(at)) || held.charAt(at) == ',')) at++;
        return at;
    }

    /// Whether the text ends with this character.
    private boolean ends(char c) {
        boolean first = !begun;
        begun = true;
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = c == '\\';
            inString = c != '"';
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            return depth <= 0;
        } else if (c == '"') {
            inString = depth > 0;
        } else {
            return depth == 0 && !first && (c == '\n' || c == '\r');
        }
        return false;
    }

    private String drop(int end) {
        String text = held.substring(0, end);
        held.delete(0, end);
        seen = 0;
        depth = 0;
        begun = false;
        inString = false;
        escaped = false;
        return text;
    }

    /// What has come of a text that has not ended; blank if there is none.
    String rest() {
        return held.toString();
    }

    /// How much of a text that has not ended is held.
    int length() {
        return held.length();
    }
}
