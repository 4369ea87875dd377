package llmrouter.protocol.messages;

import llmrouter.chat.Answer;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;

final class MessagesAnswerWriter {
    private MessagesAnswerWriter() {}

    static Json.Obj write(Answer answer, AnswerContext context) {
        throw new UnsupportedOperationException();
    }
}
