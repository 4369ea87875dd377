package llmrouter.protocol.shape;

import llmrouter.text.Ws;

/// Cuts JSON texts that follow each other into single ones, however they are divided: some providers send the chunks
/// of a stream one per line, without the fields of events. An object or an array ends with its last bracket; anything
/// else ends with its line. Each character is looked at once. One body, one owner.
final class JsonTexts {
    private final StringBuilder held = new StringBuilder();
    /// where the next text begins; what stands before it has come out
    private int from;
    /// how much of the held text has been looked at
    private int seen;
    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    void feed(String more) {
        held.delete(0, from);
        seen -= from;
        from = 0;
        held.append(more);
    }

    /// The next text, or null if it has not ended.
    String next() {
        if (!begun) skipBetween();
        while (seen < held.length()) {
            if (ends(held.charAt(seen++))) return take();
        }
        return null;
    }

    /// Whether nothing but white space has come behind the text that came out last.
    boolean onlySpaceFollows() {
        while (seen < held.length() && Ws.is(held.charAt(seen))) seen++;
        return seen == held.length();
    }

    private void skipBetween() {
        while (from < held.length() && (Ws.is(held.charAt(from)) || held.charAt(from) == ',')) from++;
        seen = from;
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

    private String take() {
        String text = held.substring(from, seen);
        from = seen;
        depth = 0;
        begun = false;
        inString = false;
        escaped = false;
        return text;
    }

    /// What has come of a text that has not ended; blank if there is none.
    String rest() {
        return held.substring(from);
    }

    /// How much of a text that has not ended is held.
    int length() {
        return held.length() - from;
    }
}
