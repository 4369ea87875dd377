package llmrouter.protocol.chatcompletions;

import llmrouter.chat.ApiError;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// Errors inside a stream.
final class ChatCompletionsErrors {
    private ChatCompletionsErrors() {}

    static String writeEvent(ApiError error) {
        var out = new Text();
        SseEncoder.write(null, OpenAiError.body(error), out);
        return out.take();
    }
}
