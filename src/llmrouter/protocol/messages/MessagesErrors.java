package llmrouter.protocol.messages;

import llmrouter.chat.ApiError;

final class MessagesErrors {
    private MessagesErrors() {}

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
