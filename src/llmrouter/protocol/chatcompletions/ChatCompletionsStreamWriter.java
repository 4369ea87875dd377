package llmrouter.protocol.chatcompletions;

import llmrouter.chat.AnswerEvent;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.StreamWriter;

final class ChatCompletionsStreamWriter implements StreamWriter {
    private final AnswerContext context;

    ChatCompletionsStreamWriter(AnswerContext context) {
        this.context = context;
    }

    @Override
    public String write(AnswerEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String heartbeat() {
        throw new UnsupportedOperationException();
    }
}
