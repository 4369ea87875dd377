package llmrouter.protocol.messages;

import llmrouter.chat.AnswerEvent;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.StreamWriter;

final class MessagesStreamWriter implements StreamWriter {
    private final AnswerContext context;

    MessagesStreamWriter(AnswerContext context) {
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
