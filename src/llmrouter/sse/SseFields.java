package llmrouter.sse;

import llmrouter.text.Ws;

/// The fields of one block while its lines come in: `event` and `data`; all other fields are ignored.
///
/// Some servers end each event with a single line end, and so no blank line ever closes a block. Clients that read line
/// by line understand them. A block is such a one if its data so far is whole JSON and another line of data comes: the
/// two together cannot be JSON. Then each is an event of its own ([#beginsAnother]). Nothing is looked at twice, and in
/// a block with one line of data nothing is looked at.
final class SseFields {
    private String name;
    private String data;
    private StringBuilder lines;
    /// of the data; null until a second line of data comes
    private JsonEnd end;
    /// whether the name came after the data
    private boolean renamed;
    private String nameBefore;

    /// Takes the line `s[from, to)`, without its end (WHATWG HTML §9.2.6).
    ///
    /// @return whether it has data
    boolean line(String s, int from, int to) {
        int colon = colon(s, from, to);
        if (is("data", s, from, colon)) {
            data(value(s, colon, to));
            return true;
        }
        if (is("event", s, from, colon)) {
            if (data != null && !renamed) nameBefore = name;
            renamed = data != null;
            name = value(s, colon, to);
        }
        return false;
    }

    /// Whether the line `s[from, to)` has data of another event than the lines before it, although no blank line stands
    /// between.
    ///
    /// @param loose whether no blank lines come: then a line that begins an object ends a value that is torn
    boolean beginsAnother(String s, int from, int to, boolean loose) {
        if (data == null) return false;
        int colon = colon(s, from, to);
        if (!is("data", s, from, colon)) return false;
        String value = value(s, colon, to);
        if (Ws.blank(value)) return false;
        return isWhole() || loose && value.startsWith("{\"") || end.isNone() && value.startsWith("{");
    }

    /// Whether the data is a whole JSON object or array.
    boolean isWhole() {
        if (end == null) {
            end = new JsonEnd();
            end.feed(data());
        }
        return end.isWhole();
    }

    private static int colon(String s, int from, int to) {
        int colon = s.indexOf(':', from);
        return colon < 0 || colon > to ? to : colon;
    }

    private static boolean is(String field, String s, int from, int to) {
        return to - from == field.length() && s.startsWith(field, from);
    }

    private static String value(String s, int colon, int to) {
        int from = Math.min(colon + 1, to);
        return s.substring(from < to && s.charAt(from) == ' ' ? from + 1 : from, to);
    }

    private void data(String value) {
        if (data == null) {
            data = value;
        } else {
            if (lines == null) lines = new StringBuilder(data);
            lines.append('\n').append(value);
        }
        if (end != null) end.feed(value);
    }

    /// The event's name, or null if there is none; an empty one counts as none.
    String name() {
        return name == null || name.isEmpty() ? null : name;
    }

    /// The data lines joined by line feeds, or null if there are none.
    String data() {
        return lines == null ? data : lines.toString();
    }

    /// Ends the event whose data has come, without a blank line. A name that came behind the data is that of the next
    /// event.
    SseEvent event() {
        String next = renamed ? name : null;
        if (renamed) name = nameBefore;
        SseEvent event = SseEncoder.event(name(), data());
        clear();
        name = next;
        return event;
    }

    void clear() {
        name = null;
        data = null;
        lines = null;
        end = null;
        renamed = false;
        nameBefore = null;
    }
}
