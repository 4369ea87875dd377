package llmrouter.protocol.chatcompletions;

import llmrouter.chat.ApiError;

final class ChatCompletionsErrors {
    private ChatCompletionsErrors() {}

    static ApiError read(int status, String body) {
        throw new UnsupportedOperationException();
    }

    static String write(ApiError error, String requestId) {
        throw new UnsupportedOperationException();
    }

    static String writeEvent(ApiError error, String requestId) {
        throw new UnsupportedOperationException();
    }
}
