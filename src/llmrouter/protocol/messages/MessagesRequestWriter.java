package llmrouter.protocol.messages;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;

final class MessagesRequestWriter {
    private MessagesRequestWriter() {}

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        throw new UnsupportedOperationException();
    }
}
