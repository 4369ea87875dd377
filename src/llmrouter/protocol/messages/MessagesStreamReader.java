package llmrouter.protocol.messages;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.protocol.StreamReader;
import llmrouter.sse.SseEvent;

final class MessagesStreamReader implements StreamReader {
    @Override
    public void read(SseEvent event, Consumer<AnswerEvent> out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(Consumer<AnswerEvent> out) {
        throw new UnsupportedOperationException();
    }
}
