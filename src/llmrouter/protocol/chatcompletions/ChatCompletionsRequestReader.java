package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.json.Json;

final class ChatCompletionsRequestReader {
    private ChatCompletionsRequestReader() {}

    static void check(Json.Obj topLevel) {
        throw new UnsupportedOperationException();
    }

    static Conversation read(Json.Obj body, Losses losses) {
        throw new UnsupportedOperationException();
    }
}
