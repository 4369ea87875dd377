package llmrouter.protocol.usage;

import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.answer.TokenCount;

/// The `usage` object: prompt tokens include cached ones, completion tokens include reasoning.
public final class ChatCompletionsUsage {
    private ChatCompletionsUsage() {}

    /// Reads the vendor's members, and those that other providers of the format use for the cache; null if there are
    /// none.
    public static Usage read(Json.Obj usage) {
        if (usage == null || usage.members().isEmpty()) return null;
        Json.Obj prompt = orEmpty(usage.object("prompt_tokens_details"));
        Json.Obj completion = orEmpty(usage.object("completion_tokens_details"));
        long read = Math.max(TokenCount.first(prompt, "cached_tokens"),
            TokenCount.first(usage, "prompt_cache_hit_tokens", "cached_tokens"));
        long write = Math.max(TokenCount.first(prompt, "cache_write_tokens", "cache_creation_tokens"),
            TokenCount.first(usage, "cache_creation_input_tokens"));
        long kept = Math.min(write, Math.max(TokenCount.longWrites(prompt.object("cache_write_tokens_details")),
            Math.max(TokenCount.longWrites(prompt.object("cache_creation_token_details")),
                TokenCount.longWrites(usage.object("cache_creation")))));
        long all = TokenCount.first(usage, "prompt_tokens", "input_tokens");
        long output = TokenCount.first(usage, "completion_tokens", "output_tokens");
        long reasoning = TokenCount.first(completion, "reasoning_tokens");
        // some providers do not include reasoning in the completion tokens; only their total shows it
        if (all + output + reasoning == TokenCount.first(usage, "total_tokens")) output += reasoning;
        reasoning = Math.min(output, reasoning);
        return new Usage(Math.max(0, all - read - write), read, write, kept, output, reasoning);
    }

    public static Json.Obj write(Usage usage) {
        var prompt = Json.object().put("cached_tokens", usage.cacheRead());
        if (usage.cacheWrite() > 0) prompt.put("cache_write_tokens", usage.cacheWrite());
        if (usage.cacheWriteLong() > 0) prompt.put("cache_write_tokens_details", TokenCount.writes(usage));
        return Json.object()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.prompt() + usage.output())
            .put("prompt_tokens_details", prompt)
            .put("completion_tokens_details", Json.object().put("reasoning_tokens", usage.reasoning()));
    }

    private static Json.Obj orEmpty(Json.Obj object) {
        return object == null ? Json.object() : object;
    }
}
