package llmrouter.protocol.answer;

import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Takes the text out of `{"input": "…"}` while it arrives in pieces. Arguments that do not begin like that are the
/// text itself: a model that left out the wrapping has still written the text.
///
/// ```
/// BEFORE ──{"input":"──▶ INSIDE ──"──▶ AFTER
///    ╰──anything else──▶ BARE
/// ```
/// One call, one owner.
final class FreeformInput {
    private static final String[] OPENING = {"{", "\"input\"", ":", "\""};
    /// More white space than this at the beginning is not JSON that a model writes.
    private static final int LONGEST_OPENING = 1000;

    private enum State { BEFORE, INSIDE, AFTER, BARE }

    private State state = State.BEFORE;
    /// the opening so far, then an escape that is not complete yet
    private String held = "";

    /// More of the arguments.
    /// @return more of the text
    String feed(String piece) {
        return switch (state) {
            case BEFORE -> before(held + piece);
            case INSIDE -> inside(held + piece, 0);
            case AFTER -> "";
            case BARE -> piece;
        };
    }

    /// Ends the arguments.
    /// @return what was buffered
    String end() {
        boolean opening = state == State.BEFORE;
        String rest = opening && !Ws.blank(held) ? held : "";
        held = "";
        return rest;
    }

    private String before(String text) {
        held = text;
        int at = 0;
        for (String token : OPENING) {
            while (at < text.length() && Ws.is(text.charAt(at))) at++;
            int seen = Math.min(token.length(), text.length() - at);
            if (!text.startsWith(token.substring(0, seen), at) || at > LONGEST_OPENING) {
                state = State.BARE;
                held = "";
                return text;
            }
            if (seen < token.length()) return "";
            at += seen;
        }
        state = State.INSIDE;
        return inside(text, at);
    }

    private String inside(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            int length = text.charAt(at) != '\\' ? 1 : at + 1 < text.length() && text.charAt(at + 1) == 'u' ? 6 : 2;
            if (at + length > text.length()) break;
            at += length;
        }
        boolean closed = at < text.length() && text.charAt(at) == '"';
        if (closed) state = State.AFTER;
        held = closed ? "" : text.substring(at);
        return Text.unescape(text, from, at);
    }
}
