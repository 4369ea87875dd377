package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Answer;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;

final class ChatCompletionsAnswerWriter {
    private ChatCompletionsAnswerWriter() {}

    static Json.Obj write(Answer answer, AnswerContext context) {
        throw new UnsupportedOperationException();
    }
}
