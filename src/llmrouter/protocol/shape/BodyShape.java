package llmrouter.protocol.shape;

import llmrouter.text.Ws;

/// What the body of an answer is, by its first bytes. Neither its content type nor what was asked for tells: providers
/// and the servers before them send whole answers for streams, streams for whole answers, and pages for both.
public enum BodyShape {
    /// An event stream: it begins with a field of an event or a comment, or with a word that such a line follows.
    EVENTS,
    /// JSON: it begins with an object or an array.
    JSON,
    /// A page for browsers: it begins with a tag.
    PAGE,
    /// Anything else.
    WORDS,
    /// Nothing but white space.
    NOTHING;

    private static final String[] FIELDS = {"data", "event", "id", "retry"};
    private static final String BOM = "\uFEFF";
    /// The byte-order mark in text that has one character per byte.
    private static final String BOM_BYTES = "\u00EF\u00BB\u00BF";

    /// The shape of a body of which this is the beginning.
    ///
    /// @param begun text, or one character per byte
    /// @param whole whether nothing follows
    /// @return null if it is undecided until more has come
    public static BodyShape of(String begun, boolean whole) {
        int at = front(begun);
        if (at == begun.length()) return whole ? NOTHING : null;
        char c = begun.charAt(at);
        if (c == '{' || c == '[') return JSON;
        if (c == '<') return PAGE;
        if (c == ':') return EVENTS;
        if (!whole && BOM_BYTES.startsWith(begun.substring(at))) return null;
        for (String field : FIELDS) {
            int behind = at + field.length();
            if (begun.startsWith(field, at) && endsName(begun, behind, whole)) return EVENTS;
            if (!whole && field.startsWith(begun.substring(at))) return null;
        }
        return new EventLine().isIn(begun.substring(at)) ? EVENTS : WORDS;
    }

    /// Whether a field's name ends here; a name without a colon is a field too.
    private static boolean endsName(String text, int at, boolean whole) {
        if (at == text.length()) return !whole;
        char c = text.charAt(at);
        return c == ':' || c == '\n' || c == '\r';
    }

    /// Where the text begins behind its byte-order mark and white space.
    static int front(String text) {
        int at = text.startsWith(BOM) ? 1 : text.startsWith(BOM_BYTES) ? BOM_BYTES.length() : 0;
        while (at < text.length() && Ws.is(text.charAt(at))) at++;
        return at;
    }
}
