package llmrouter.protocol.usage;

import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.answer.TokenCount;

/// The `usage` object: input tokens include cached ones, output tokens include reasoning.
public final class ResponsesUsage {
    private ResponsesUsage() {}

    /// Null if there are no figures.
    public static Usage read(Json.Obj usage) {
        if (usage == null || usage.members().isEmpty()) return null;
        Json.Obj details = usage.object("input_tokens_details") == null ? Json.object()
            : usage.object("input_tokens_details");
        long read = TokenCount.first(details, "cached_tokens");
        long write = TokenCount.first(details, "cache_write_tokens");
        long kept = Math.min(write, TokenCount.longWrites(details.object("cache_write_tokens_details")));
        long all = TokenCount.first(usage, "input_tokens", "prompt_tokens");
        long output = TokenCount.first(usage, "output_tokens", "completion_tokens");
        long reasoning = Math.max(0, TokenCount.of(usage.object("output_tokens_details"), "reasoning_tokens"));
        return new Usage(Math.max(0, all - read - write), read, write, kept, output, Math.min(output, reasoning));
    }

    public static Json.Obj write(Usage usage) {
        var input = Json.object().put("cached_tokens", usage.cacheRead()).put("cache_write_tokens", usage.cacheWrite());
        if (usage.cacheWriteLong() > 0) input.put("cache_write_tokens_details", TokenCount.writes(usage));
        return Json.object()
            .put("input_tokens", usage.prompt())
            .put("input_tokens_details", input)
            .put("output_tokens", usage.output())
            .put("output_tokens_details", Json.object().put("reasoning_tokens", usage.reasoning()))
            .put("total_tokens", usage.prompt() + usage.output());
    }
}
