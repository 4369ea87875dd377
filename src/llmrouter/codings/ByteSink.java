package llmrouter.codings;

/// Takes a body piece by piece. One for each body, one owner.
public interface ByteSink {
    /// Takes the next bytes; the array stays the caller's.
    /// @throws CodingException they cannot be decoded, or are too many; nothing may be called after it
    void take(byte[] bytes, int from, int to) throws CodingException;

    /// No more bytes come.
    /// @throws CodingException the body is incomplete
    void finish() throws CodingException;

    /// How many bytes of content it keeps in order to decode what comes, with all sinks behind it.
    default long kept() {
        return 0;
    }
}
