package llmrouter.chat;

/// Tokens of one request, each counted once.
///
/// @param input      prompt tokens that came from no cache and went into none
/// @param cacheRead  prompt tokens read from a cache
/// @param cacheWrite prompt tokens written to a cache
/// @param output     all answer tokens, reasoning among them
/// @param reasoning  answer tokens spent on thinking
public record Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
    /// All prompt tokens, cached or not.
    public long prompt() {
        return input + cacheRead + cacheWrite;
    }
}
