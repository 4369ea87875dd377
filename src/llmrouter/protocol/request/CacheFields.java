package llmrouter.protocol.request;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.json.Json;

/// Reads a prompt-cache mark, which clients set on parts and tools in every format.
public final class CacheFields {
    /// How long OpenAI's formats keep what is marked.
    static final List<String> OPENAI_TTLS = List.of("30m", "12h");

    private CacheFields() {}

    /// The object's `cache_control`, else its `prompt_cache_breakpoint`; null if it has neither.
    public static CacheMark read(RequestFields owner) {
        RequestFields mark = owner.object("cache_control");
        if (mark == null) return breakpoint(owner);
        if (!mark.requiredText("type").equals("ephemeral")) throw mark.error("type", "must be 'ephemeral'");
        String ttl = mark.text("ttl");
        if (ttl != null && !ttl.equals("5m") && !ttl.equals("1h")) throw mark.error("ttl", "must be '5m' or '1h'");
        return new CacheMark(ttl);
    }

    /// A mark of OpenAI's formats. Without a time of its own it has that of the request's `prompt_cache_options`.
    private static CacheMark breakpoint(RequestFields owner) {
        RequestFields mark = owner.object("prompt_cache_breakpoint");
        if (mark == null) return null;
        mark.ignore("mode"); // there is one: explicit
        String ttl = mark.text("ttl");
        Json.Obj options = owner.root().plain("prompt_cache_options");
        return new CacheMark(ttl == null && options != null ? options.text("ttl") : ttl);
    }
}
