package llmrouter.codings;

/// How much a body in zstd may hold.
///
/// @param content bytes
/// @param window  bytes that a frame may need to keep of its content
record ZstdBounds(long content, long window) {
    /// RFC 9659 §3: what the coding `zstd` of HTTP allows. It bounds the memory of a stream without end.
    static final ZstdBounds OF_A_STREAM = new ZstdBounds(Long.MAX_VALUE, 8 << 20);

    /// A body that is kept whole needs no other limit: programs that compress a large body in one go make its whole
    /// length the window.
    static ZstdBounds ofABody(long most) {
        return new ZstdBounds(most, Long.MAX_VALUE);
    }
}
