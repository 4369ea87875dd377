package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Answer;
import llmrouter.json.Json;

final class ChatCompletionsAnswerReader {
    private ChatCompletionsAnswerReader() {}

    static Answer read(Json.Obj body) {
        throw new UnsupportedOperationException();
    }
}
