package llmrouter.clients.patch;

import llmrouter.text.Ws;

/// Commas behind the last item of an object or array, which the readers of some clients admit. For an edit each becomes
/// a comment, so that the text around it stays; afterwards it is a comma again.
final class TrailingCommas {
    /// No person writes this comment.
    private static final String MARK = "/*\u0001,*/";

    private TrailingCommas() {}

    /// The text with a blank for each trailing comma: all else stands at the same offset.
    static String blanked(String text) {
        return replaced(text, " ");
    }

    /// The text with a comment for each trailing comma.
    static String hidden(String text) {
        return replaced(text, MARK);
    }

    /// The text with the commas of [#hidden] back. One that is no longer behind the last item is left out.
    static String shown(String hidden) {
        var out = new StringBuilder();
        int at = 0;
        for (int mark = hidden.indexOf(MARK); mark >= 0; mark = hidden.indexOf(MARK, at)) {
            out.append(hidden, at, mark);
            at = mark + MARK.length();
            int next = next(hidden, at);
            if (next < hidden.length() && isClose(hidden.charAt(next))) out.append(',');
        }
        return out.append(hidden, at, hidden.length()).toString();
    }

    private static String replaced(String text, String by) {
        var out = new StringBuilder();
        int copied = 0;
        char before = '{';
        int at = next(text, 0);
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '"' ? stringEnd(text, at) : at + 1;
            int next = next(text, end);
            boolean trails = c == ',' && next < text.length() && isClose(text.charAt(next)) && isValueEnd(before);
            if (trails) {
                out.append(text, copied, at).append(by);
                copied = end;
            }
            before = c;
            at = next;
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static boolean isClose(char c) {
        return c == '}' || c == ']';
    }

    private static boolean isValueEnd(char c) {
        return c != ',' && c != '{' && c != '[' && c != ':';
    }

    /// The offset of the first character that is neither white space nor in a comment.
    private static int next(String text, int from) {
        int at = from;
        while (at < text.length()) {
            if (Ws.is(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                at = close < 0 ? text.length() : close + 2;
            } else {
                return at;
            }
        }
        return at;
    }

    /// Behind the closing quote; a string without one ends with its line.
    private static int stringEnd(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '"') return i + 1;
            else if (c == '\n' || c == '\r') return i;
        }
        return text.length();
    }
}
