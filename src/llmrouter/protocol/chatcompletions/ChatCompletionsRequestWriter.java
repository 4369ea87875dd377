package llmrouter.protocol.chatcompletions;

import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;

final class ChatCompletionsRequestWriter {
    private ChatCompletionsRequestWriter() {}

    static WrittenRequest write(Conversation conversation, Target target, Losses losses) {
        throw new UnsupportedOperationException();
    }
}
