package llmrouter.protocol.answer;

import llmrouter.chat.Usage;
import llmrouter.json.Json;

/// Token counts out of what providers report. A count that cannot be one (negative, not an integer, text, beyond any
/// model) is treated as not given, so that a wrong number neither breaks an answer nor uses up a cap.
public final class TokenCount {
    private static final long MOST = 1_000_000_000_000L;

    private TokenCount() {}

    /// The first of these members that is a count, or 0.
    public static long first(Json.Obj usage, String... names) {
        for (String name : names) {
            long count = of(usage, name);
            if (count >= 0) return count;
        }
        return 0;
    }

    /// The tokens that stay in a cache for long: those of twelve hours in OpenAI's `cache_write_tokens_details`, or of
    /// one hour in Anthropic's `cache_creation`. `details` may be null.
    public static long longWrites(Json.Obj details) {
        return details == null ? 0 : first(details, "ttl_12h_tokens", "ephemeral_1h_input_tokens");
    }

    /// OpenAI's `cache_write_tokens_details`.
    public static Json.Obj writes(Usage usage) {
        return Json.object().put("ttl_30m_tokens", usage.cacheWriteShort())
            .put("ttl_12h_tokens", usage.cacheWriteLong());
    }

    /// The member as a count, or -1. `usage` may be null.
    public static long of(Json.Obj usage, String name) {
        long count = usage == null ? -1 : usage.number(name, -1);
        return count > MOST ? -1 : Math.max(count, -1);
    }
}
