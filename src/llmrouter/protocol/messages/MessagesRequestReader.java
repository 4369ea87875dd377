package llmrouter.protocol.messages;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.json.Json;

final class MessagesRequestReader {
    private MessagesRequestReader() {}

    static void check(Json.Obj topLevel) {
        throw new UnsupportedOperationException();
    }

    static Conversation read(Json.Obj body, Losses losses) {
        throw new UnsupportedOperationException();
    }
}
