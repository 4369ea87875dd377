package llmrouter.protocol.request;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Conversation;
import llmrouter.chat.Part;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.text.Fnv1a;

/// Cache marks said as a prompt cache key, for formats that have no place for marks. A key lets the provider route the same prefix to the
/// same cache; it stays the same for the length of a conversation: over the model, the tools' names, the leading system messages and the
/// first message of the user.
public final class PromptKey {
    private PromptKey() {}

    /// The client's own key; else one for a conversation that bears cache marks; else null.
    ///
    /// @param messages as they are written for the provider, objects with `role` and `content`
    public static String of(Conversation conversation, String model, List<Json> messages) {
        if (conversation.cache().key() != null) return conversation.cache().key();
        if (!marked(conversation)) return null;
        var hash = new Fnv1a().add(model);
        for (Tool tool : conversation.tools()) hash.add(tool.name()).add("\n");
        for (Json message : messages) {
            if (!(message instanceof Json.Obj said)) continue;
            hash.add(said.get("content") instanceof Json.Str words ? words.value() : String.valueOf(said.get("content"))).add("\n");
            if ("user".equals(said.text("role"))) break;
        }
        return "conversation-" + hash.hex();
    }

    private static boolean marked(Conversation conversation) {
        if (conversation.cache().mark() != null) return true;
        for (Tool tool : conversation.tools()) if (tool.cache() != null) return true;
        for (Turn turn : conversation.turns()) for (Part part : turn.parts()) if (mark(part) != null) return true;
        return false;
    }

    private static CacheMark mark(Part part) {
        return switch (part) {
            case Part.TextPart p -> p.cache();
            case Part.ImagePart p -> p.cache();
            case Part.DocumentPart p -> p.cache();
            case Part.ToolCallPart p -> p.cache();
            case Part.ToolResultPart p -> p.cache();
            case Part.AudioPart _, Part.ThinkingPart _, Part.RedactedThinkingPart _, Part.RefusalPart _ -> null;
        };
    }
}
