package llmrouter.protocol.request;

import llmrouter.chat.CacheMark;

/// Reads a prompt-cache mark, which clients set on parts and tools in every format.
public final class CacheFields {
    private CacheFields() {}

    /// The object's `cache_control`, or null.
    public static CacheMark read(RequestFields owner) {
        RequestFields mark = owner.object("cache_control");
        if (mark == null) return null;
        if (!mark.requiredText("type").equals("ephemeral")) throw mark.error("type", "must be 'ephemeral'");
        String ttl = mark.text("ttl");
        if (ttl != null && !ttl.equals("5m") && !ttl.equals("1h")) throw mark.error("ttl", "must be '5m' or '1h'");
        return new CacheMark(ttl);
    }
}
