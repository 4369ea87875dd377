package llmrouter.chat;

/// Thrown by the core when a request cannot go on. The code that catches it answers the client with [#error], in the
/// client's format. It never carries a secret.
public final class GatewayError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ApiError error;

    public GatewayError(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /// The client's own fault: 400, naming the field.
    public static GatewayError badRequest(String message, String param) {
        return new GatewayError(new ApiError(400, ApiError.Kind.INVALID_REQUEST, message, null, param));
    }

    public ApiError error() {
        return error;
    }
}
