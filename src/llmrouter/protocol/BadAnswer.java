package llmrouter.protocol;

import llmrouter.chat.ApiError;

/// A provider's answer that does not have its format's form, or that cannot be written in the client's format. The
/// message is a clause that names what is wrong, without a capital and a full stop: the gateway puts it into a sentence
/// of its own.
public final class BadAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ApiError error;

    public BadAnswer(String message) {
        super(message, null, false, false);
        this.error = null;
    }

    /// An answer with a success status whose body is an error.
    public BadAnswer(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /// The provider's own error inside the body, by which the failure is to be classified; null if there is none.
    public ApiError error() {
        return error;
    }
}
