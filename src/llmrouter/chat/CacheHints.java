package llmrouter.chat;

/// Prompt-cache wishes that belong to the whole request.
///
/// @param key       the client's own cache key, or null
/// @param retention `in_memory`, `24h` or null
/// @param mark      a request-wide automatic mark, or null
public record CacheHints(String key, String retention, CacheMark mark) {
    public static final CacheHints NONE = new CacheHints(null, null, null);
}
