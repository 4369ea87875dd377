package llmrouter.chat;

/// Tokens of one request, each counted once.
///
/// @param input          prompt tokens that came from no cache and went into none
/// @param cacheRead      prompt tokens read from a cache
/// @param cacheWrite     prompt tokens written to a cache, for any time
/// @param cacheWriteLong those of `cacheWrite` that stay there for long, which costs more: an hour at Anthropic, twelve
///                       hours at OpenAI
/// @param output         all answer tokens, reasoning among them
/// @param reasoning      answer tokens spent on thinking
public record Usage(long input, long cacheRead, long cacheWrite, long cacheWriteLong, long output, long reasoning) {
    /// Without long writes.
    public Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
        this(input, cacheRead, cacheWrite, 0, output, reasoning);
    }

    /// All prompt tokens, cached or not.
    public long prompt() {
        return input + cacheRead + cacheWrite;
    }

    /// Prompt tokens written to a cache for its usual time.
    public long cacheWriteShort() {
        return cacheWrite - cacheWriteLong;
    }
}
