package llmrouter.protocol.usage;

import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.answer.TokenCount;

/// The `usage` object: `input_tokens` are the uncached ones only.
public final class MessagesUsage {
    private static final Usage NOTHING = new Usage(0, 0, 0, 0, 0);

    private MessagesUsage() {}

    /// Reads it on top of what was known before; null if nothing is known. In a stream the figures are cumulative. The
    /// later event may lack the input tokens that `message_start` gave, or give them as 0.
    public static Usage read(Json.Obj usage, Usage before) {
        if (usage == null || usage.members().isEmpty()) return before;
        Usage known = before == null ? NOTHING : before;
        Json.Obj details = usage.object("output_tokens_details");
        long output = later(usage, "output_tokens", known.output());
        Json.Obj writes = usage.object("cache_creation");
        long write = more(usage, "cache_creation_input_tokens", known.cacheWrite());
        if (writes != null && write == 0) {
            write = TokenCount.first(writes, "ephemeral_5m_input_tokens") + TokenCount.longWrites(writes);
        }
        return new Usage(
            more(usage, "input_tokens", known.input()),
            more(usage, "cache_read_input_tokens", known.cacheRead()),
            write,
            Math.min(write, Math.max(known.cacheWriteLong(), TokenCount.longWrites(writes))),
            output,
            Math.min(output, later(details, "thinking_tokens", known.reasoning())));
    }

    /// The usage of a whole message, or of its start. Never null: clients of the format require numbers.
    public static Json.Obj write(Usage usage) {
        Usage known = usage == null ? NOTHING : usage;
        return Json.object()
            .put("input_tokens", known.input())
            .put("cache_creation_input_tokens", known.cacheWrite())
            .put("cache_read_input_tokens", known.cacheRead())
            .put("cache_creation", writes(known))
            .put("output_tokens", known.output())
            .put("output_tokens_details", thinking(known))
            .put("server_tool_use", Json.Null.NULL)
            .put("service_tier", Json.Null.NULL)
            .put("inference_geo", Json.Null.NULL)
            .put("speed", Json.Null.NULL);
    }

    /// The usage of a `message_delta`, which has fewer members. Long cache writes are told here too, because a
    /// translated stream does not know them at its start.
    public static Json.Obj delta(Usage usage) {
        Usage known = usage == null ? NOTHING : usage;
        var json = Json.object()
            .put("input_tokens", known.input())
            .put("cache_creation_input_tokens", known.cacheWrite())
            .put("cache_read_input_tokens", known.cacheRead());
        if (known.cacheWriteLong() > 0) json.put("cache_creation", writes(known));
        return json
            .put("output_tokens", known.output())
            .put("output_tokens_details", thinking(known))
            .put("server_tool_use", Json.Null.NULL);
    }

    private static Json.Obj writes(Usage usage) {
        return Json.object().put("ephemeral_5m_input_tokens", usage.cacheWriteShort())
            .put("ephemeral_1h_input_tokens", usage.cacheWriteLong());
    }

    private static Json thinking(Usage usage) {
        return usage.reasoning() == 0 ? Json.Null.NULL
            : Json.object().put("thinking_tokens", usage.reasoning());
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
