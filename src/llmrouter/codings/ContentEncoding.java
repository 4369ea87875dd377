package llmrouter.codings;

import java.util.List;

import llmrouter.http.CodingNames;

/// The value of `Content-Encoding`: codings in the order in which they were applied (RFC 9110 §8.4).
///
/// @param names of the codings, in lower case, without those that change nothing
public record ContentEncoding(List<String> names) {
    /// No coding at all.
    public static final ContentEncoding NONE = new ContentEncoding(List.of());
    /// More than any program applies.
    static final int MOST = 4;

    /// @param fields the values of all fields of that name; each may be a list
    public static ContentEncoding of(List<String> fields) {
        if (fields.isEmpty()) return NONE;
        List<String> names = CodingNames.of(fields);
        return names.isEmpty() ? NONE : new ContentEncoding(names);
    }

    /// Whether the body is as it is.
    public boolean isPlain() {
        return names.isEmpty();
    }

    /// For a message, what cannot be read of it: the first coding that is unknown, or all of them if they are too many.
    public String refused() {
        String unknown = unknown();
        return unknown == null ? String.join(", ", names) : unknown;
    }

    private String unknown() {
        for (String name : names) {
            if (Coding.named(name) == null) return name;
        }
        return null;
    }

    /// A decoder of a body that has to be what this says.
    /// @param most bytes of content
    /// @throws CodingException a coding is not read, or there are too many
    public ByteSink decoder(long most, ByteSink next) throws CodingException {
        if (names.size() > MOST) throw CodingException.tooDeep(MOST);
        if (unknown() != null) throw CodingException.unknown(unknown());
        ByteSink sink = next;
        // the coding that was applied last is outermost
        for (String name : names) sink = Coding.named(name).decoder(ZstdBounds.ofABody(most), sink);
        return sink;
    }

    /// A decoder of a body whose first bytes say what it is, however it is labelled.
    public ByteSink lenientDecoder(ByteSink next) {
        return new FirstBytes(names, MOST, next);
    }

    /// Whether a body with this label, and with this first byte, can be something else than it is.
    public boolean isPlain(byte first) {
        return isPlain() && !FirstBytes.mayBeCoded(first);
    }
}
