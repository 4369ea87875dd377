package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;

final class ChatCompletionsRequestReader {
    private ChatCompletionsRequestReader() {}

    static void check(JsonScan topLevel) {
        throw new UnsupportedOperationException();
    }

    static Conversation read(Json.Obj body, Losses losses) {
        throw new UnsupportedOperationException();
    }
}
