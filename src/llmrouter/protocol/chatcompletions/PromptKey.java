package llmrouter.protocol.chatcompletions;

import java.util.List;

import llmrouter.chat.Tool;
import llmrouter.json.Json;
import llmrouter.protocol.Fnv1a;

/// A prompt cache key that stays the same for the length of a conversation: over the model, the tools' names, the leading system messages
/// and the first message of the user.
final class PromptKey {
    private PromptKey() {}

    static String of(String model, List<Tool> tools, List<Json> messages) {
        var hash = new Fnv1a().add(model);
        for (Tool tool : tools) hash.add(tool.name()).add("\n");
        for (Json message : messages) {
            if (!(message instanceof Json.Obj said)) continue;
            hash.add(said.get("content") instanceof Json.Str words ? words.value() : String.valueOf(said.get("content"))).add("\n");
            if ("user".equals(said.text("role"))) break;
        }
        return "conversation-" + hash.hex();
    }
}
