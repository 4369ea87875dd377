package llmrouter.protocol.request;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Conversation;
import llmrouter.chat.Part;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.text.Fnv1a;
import llmrouter.text.Ws;

/// The two fields of OpenAI's formats that name a conversation and its user: `user`, the client's end user, and
/// `prompt_cache_key`, by which the vendor sends requests with the same beginning to the same cache.
public final class OpenAiSession {
    /// OpenAI's formats refuse a longer `user`.
    private static final int LONGEST_USER = 64;

    private OpenAiSession() {}

    /// The name of a request's conversation: its `prompt_cache_key`, else its `user`, or null if it has neither.
    public static String of(JsonScan request) {
        String key = request.text("prompt_cache_key");
        if (!Ws.blank(key)) return key;
        String user = request.text("user");
        return Ws.blank(user) ? null : user;
    }

    /// The id of an end user as `user` takes it, at most 64 characters: the id itself if it is short enough. Claude
    /// Code sends a JSON text: the session id in it distinguishes users for abuse checks and caches. Any other long id
    /// becomes its hash.
    private static String fittingUser(String user) {
        if (user.length() <= LONGEST_USER) return user;
        String session = sessionIn(user);
        return session != null && !session.isEmpty() && session.length() <= LONGEST_USER
            ? session : "user-" + Fnv1a.hex(user);
    }

    private static String sessionIn(String user) {
        try {
            return Json.parseNested(user) instanceof Json.Obj o ? o.text("session_id") : null;
        } catch (JsonError _) {
            return null; // not JSON: an ordinary id
        }
    }

    /// Writes both fields, and how long the vendor is to keep the cache.
    ///
    /// @param messages as they are written for the provider, objects with `role` and `content`
    public static void write(RequestDraft draft, List<Json> messages) {
        Conversation conversation = draft.conversation();
        String key = promptCacheKey(draft, messages);
        if (key != null) draft.put("prompt_cache_key", "cache", Json.of(key));
        String retention = conversation.cache().retention();
        if (retention != null) draft.put("prompt_cache_retention", "prompt_cache_retention", Json.of(retention));
        if (conversation.user() != null) writeUser(draft);
    }

    /// The client's own choice of the two fields, unless the target refuses it.
    private static void writeUser(RequestDraft draft) {
        boolean identifier = draft.conversation().extras().safetyIdentifier() != null;
        String user = draft.conversation().extras().user();
        String chosen = identifier ? "safety_identifier" : "user";
        String other = identifier ? "user" : "safety_identifier";
        draft.put(draft.target().accepts(chosen) ? chosen : other, "user",
            Json.of(fittingUser(draft.conversation().user())));
        if (user != null && draft.target().accepts(chosen)) draft.put("user", "user", Json.of(fittingUser(user)));
    }

    /// The value of `prompt_cache_key`: the client's own key; else a key for a conversation with cache marks, which
    /// these formats have no field for; else null. The key is a hash of the model, the tools' names, the leading system
    /// messages and the user's first message, so it stays the same for a whole conversation.
    ///
    /// @param messages as they are written for the provider, objects with `role` and `content`
    private static String promptCacheKey(RequestDraft draft, List<Json> messages) {
        Conversation conversation = draft.conversation();
        if (conversation.cache().key() != null) return conversation.cache().key();
        if (!marked(conversation)) return null;
        draft.losses().unused("cache_control"); // a key stands for those marks that have no place
        var hash = new Fnv1a().add(draft.target().model());
        for (Tool tool : conversation.tools()) hash.add(tool.name()).add("\n");
        for (Json message : messages) {
            if (!(message instanceof Json.Obj said)) continue;
            hash.add(said.get("content") instanceof Json.Str words
                ? words.value() : String.valueOf(said.get("content"))).add("\n");
            if ("user".equals(said.text("role"))) break;
        }
        return "conversation-" + hash.hex();
    }

    private static boolean marked(Conversation conversation) {
        if (conversation.cache().mark() != null) return true;
        for (Tool tool : conversation.tools()) {
            if (tool.cache() != null) return true;
        }
        for (Turn turn : conversation.turns()) {
            for (Part part : turn.parts()) {
                if (mark(part) != null) return true;
            }
        }
        return false;
    }

    /// The cache mark of a part, or null.
    public static CacheMark mark(Part part) {
        return switch (part) {
            case Part.TextPart p -> p.cache();
            case Part.ImagePart p -> p.cache();
            case Part.DocumentPart p -> p.cache();
            case Part.ToolCallPart p -> p.cache();
            case Part.ToolResultPart p -> p.cache();
            case Part.AudioPart _, Part.ThinkingPart _, Part.RedactedThinkingPart _, Part.RefusalPart _,
                Part.SummaryPart _, Part.SearchPart _ -> null;
        };
    }
}
