package llmrouter.sse;

/// The fields of one block while its lines come in: `event` and `data`; all other fields are ignored.
final class SseFields {
    private String name;
    private String data;
    private StringBuilder lines;

    /// Takes the line `s[from, to)`, without its end (WHATWG HTML §9.2.6).
    void line(String s, int from, int to) {
        int colon = s.indexOf(':', from);
        if (colon < 0 || colon > to) colon = to;
        if (is("data", s, from, colon)) data(value(s, colon, to));
        else if (is("event", s, from, colon)) name = value(s, colon, to);
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
    }

    /// The event's name, or null if there is none; an empty one counts as none.
    String name() {
        return name == null || name.isEmpty() ? null : name;
    }

    /// The data lines joined by line feeds, or null if there are none.
    String data() {
        return lines == null ? data : lines.toString();
    }

    void clear() {
        name = null;
        data = null;
        lines = null;
    }
}
