package llmrouter.protocol.messages;

import llmrouter.chat.Answer;
import llmrouter.json.Json;

final class MessagesAnswerReader {
    private MessagesAnswerReader() {}

    static Answer read(Json.Obj body) {
        throw new UnsupportedOperationException();
    }
}
