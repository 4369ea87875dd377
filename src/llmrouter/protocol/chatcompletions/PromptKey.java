package llmrouter.protocol.chatcompletions;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.protocol.Fnv1a;

/// A prompt cache key that stays the same for the length of a conversation: over the model, the tools, the leading system messages
/// and the first message of the user.
final class PromptKey {
    private PromptKey() {}

    static String of(String model, Json.Arr tools, List<Json> messages) {
        var hash = new Fnv1a().add(model).add(tools.toString());
        for (Json message : messages) {
            hash.add(message.toString());
            if (message instanceof Json.Obj o && "user".equals(o.text("role"))) break;
        }
        return "conversation-" + hash.hex();
    }
}
