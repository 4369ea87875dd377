package llmrouter.protocol.messages;

import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.answer.TokenCount;

/// The `usage` object: `input_tokens` are the uncached ones only.
final class MessagesUsage {
    private static final Usage NOTHING = new Usage(0, 0, 0, 0, 0);

    private MessagesUsage() {}

    /// Reads it on top of what was known before; null if nothing is known. In a stream the figures are cumulative. The
    /// later event may lack the input tokens that `message_start` gave, or give them as 0.
    static Usage read(Json.Obj usage, Usage before) {
        if (usage == null || usage.members().isEmpty()) return before;
        Usage known = before == null ? NOTHING : before;
        Json.Obj details = usage.object("output_tokens_details");
        long output = later(usage, "output_tokens", known.output());
        return new Usage(
            more(usage, "input_tokens", known.input()),
            more(usage, "cache_read_input_tokens", known.cacheRead()),
            more(usage, "cache_creation_input_tokens", known.cacheWrite()),
            output,
            Math.min(output, later(details, "thinking_tokens", known.reasoning())));
    }

    /// Never null: clients of the format require numbers.
    static Json.Obj write(Usage usage) {
        Usage known = usage == null ? NOTHING : usage;
        var json = Json.object()
            .put("input_tokens", known.input())
            .put("cache_creation_input_tokens", known.cacheWrite())
            .put("cache_read_input_tokens", known.cacheRead())
            .put("output_tokens", known.output());
        if (known.reasoning() > 0) {
            json.put("output_tokens_details", Json.object().put("thinking_tokens", known.reasoning()));
        }
        return json;
    }

    private static long later(Json.Obj usage, String name, long before) {
        long count = TokenCount.of(usage, name);
        return count < 0 ? before : count;
    }

    private static long more(Json.Obj usage, String name, long before) {
        long count = TokenCount.of(usage, name);
        return count <= 0 ? before : count;
    }
}
