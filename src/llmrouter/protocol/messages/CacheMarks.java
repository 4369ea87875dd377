package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheHints;
import llmrouter.chat.CacheMark;
import llmrouter.chat.Losses;
import llmrouter.json.Json;

/// Prompt-cache marks (`cache_control`, at most four; Anthropic, Prompt caching).
final class CacheMarks {
    private static final int MOST = 4;

    private CacheMarks() {}

    static Json.Obj json(CacheMark mark) {
        String ttl = mark.ttl() == null ? "" : mark.ttl();
        return Json.object().put("type", "ephemeral").put("ttl", switch (ttl) {
            case "1h", "12h" -> "1h";
            case "5m" -> "5m";
            default -> null;
        });
    }

    /// Places marks for a client of another format that sent a cache key: one on the part that stays the same (system,
    /// or else the tools), one on the conversation so far. If the client sent marks of its own, none are added.
    static void place(CacheHints hints, List<Json> tools, MessagesTurnsWriter turns) {
        if (hints.key() == null && hints.retention() == null || !marked(tools, turns).isEmpty()) return;
        Json.Obj mark = json(new CacheMark("24h".equals(hints.retention()) ? "1h" : null));
        List<Json> prefix = turns.system.size() > 0 ? turns.system.items() : tools;
        if (!prefix.isEmpty()) ((Json.Obj) prefix.getLast()).put("cache_control", mark);
        for (Json message : turns.messages.items().reversed()) {
            if (!(message instanceof Json.Obj user) || !"user".equals(user.text("role"))) continue;
            ((Json.Obj) user.items("content").getLast()).put("cache_control", mark);
            return;
        }
    }

    /// Keeps the last four marks: each covers all that stands before it.
    static void limit(List<Json> tools, MessagesTurnsWriter turns, boolean accepted, Losses losses) {
        List<Json.Obj> marked = marked(tools, turns);
        int surplus = accepted ? marked.size() - MOST : marked.size();
        for (int i = 0; i < surplus; i++) marked.get(i).members().remove("cache_control");
        if (surplus <= 0) return;
        if (!accepted) losses.dropped("cache", "the model refuses cache_control");
    }

    private static List<Json.Obj> marked(List<Json> tools, MessagesTurnsWriter turns) {
        var marked = new ArrayList<Json.Obj>();
        for (Json tool : tools) {
            if (tool instanceof Json.Obj o && o.has("cache_control")) marked.add(o);
        }
        for (Json.Obj block : turns.blocks()) {
            if (block.has("cache_control")) marked.add(block);
        }
        return marked;
    }
}
