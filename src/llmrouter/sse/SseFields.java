package llmrouter.sse;

import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// The fields of one block while its lines come in: `event` and `data`; all other fields are ignored.
///
/// Some servers end each event with a single line end, and so no blank line ever closes a block. Clients that read line
/// by line understand them. A block is such a one if its data so far is whole JSON and another line of data comes: the
/// two together cannot be JSON. Then each is an event of its own ([#beginsAnother]). Nothing is looked at twice, and in
/// a block with one line of data nothing is looked at.
///
/// A line that begins like JSON or like a page, without any field, is data too: an error of a server on the way, or a
/// piece of the answer. The standard ignores such a line.
final class SseFields {
    private String name;
    private String data;
    private StringBuilder lines;
    /// of the data; null until a second line of data comes
    private JsonEnd end;
    /// whether the name came after the data
    private boolean renamed;
    private String nameBefore;
    /// whether data came without its field
    private boolean bare;

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
            return false;
        }
        boolean more = bare && colon == to || isBare(s, from, to);
        if (more) {
            bare = true;
            data(s.substring(from, to));
        }
        return more;
    }

    /// Whether a line has data without its field.
    static boolean isBare(String s, int from, int to) {
        return from < to && (s.charAt(from) == '{' || s.charAt(from) == '<' || s.startsWith("[{", from));
    }

    /// Whether data came without its field, so that clients do not find it in the text of the block.
    boolean bare() {
        return bare;
    }

    /// Whether a text that ends a stream is of no field: a server's last words.
    static boolean isWords(String s) {
        int to = s.length();
        for (int i = to - 1; i >= 0; i--) {
            if (":\n\r".indexOf(s.charAt(i)) >= 0) to = i;
        }
        if (to == 0 || !Letters.isLetter(s.charAt(0))) return false;
        for (String field : new String[] {"data", "event", "id", "retry"}) {
            if (field.startsWith(s.substring(0, to))) return false;
        }
        return true;
    }

    /// Whether the line `s[from, to)` has data of another event than the lines before it, although no blank line stands
    /// between.
    ///
    /// @param loose whether no blank lines come: then a line that begins an object ends a value that is torn
    boolean beginsAnother(String s, int from, int to, boolean loose) {
        if (data == null) return false;
        int colon = colon(s, from, to);
        boolean named = is("data", s, from, colon);
        if (!named && !isBare(s, from, to)) return false;
        String value = named ? value(s, colon, to) : s.substring(from, to);
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

    /// How many characters are held.
    int held() {
        return lines != null ? lines.length() : data == null ? 0 : data.length();
    }

    void clear() {
        name = null;
        data = null;
        lines = null;
        end = null;
        renamed = false;
        nameBefore = null;
        bare = false;
    }
}
