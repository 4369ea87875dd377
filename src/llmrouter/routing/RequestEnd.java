package llmrouter.routing;

/// How an attempt or a whole request ended. Every word here is a wire name: the request log, `/status` and the metrics
/// carry it, and users filter by it.
///
/// A failure of a provider ends with its [FailureClass]; the other ends have no class, because they decide nothing
/// about the next attempt.
public enum RequestEnd {
    /// The client has the whole answer.
    OK("ok"),
    /// The stream failed after the first byte of the answer was sent. Nothing can be tried again then.
    MID_STREAM("mid_stream"),
    /// The client disconnected before it had the whole answer.
    CLIENT_GONE("client_gone"),
    /// A fault of the gateway.
    INTERNAL_ERROR("internal_error"),
    /// The gateway refused the request before it looked at what it says: for its key, its address, its path and the
    /// like, or because there is no room for it now.
    REFUSED("refused"),
    INVALID_REQUEST(FailureClass.INVALID_REQUEST),
    CONFIGURATION(FailureClass.CONFIGURATION),
    LOCAL(FailureClass.LOCAL),
    NETWORK(FailureClass.NETWORK),
    TIMEOUT(FailureClass.TIMEOUT),
    RATE_LIMITED(FailureClass.RATE_LIMITED),
    BILLING(FailureClass.BILLING),
    AUTH(FailureClass.AUTH),
    FORBIDDEN(FailureClass.FORBIDDEN),
    EDGE_BLOCKED(FailureClass.EDGE_BLOCKED),
    POLICY(FailureClass.POLICY),
    CONTEXT_OVERFLOW(FailureClass.CONTEXT_OVERFLOW),
    NOT_FOUND(FailureClass.NOT_FOUND),
    TEMPORARY(FailureClass.TEMPORARY),
    BAD_RESPONSE(FailureClass.BAD_RESPONSE);

    private final String word;
    private final FailureClass failure;

    RequestEnd(String word) {
        this.word = word;
        this.failure = null;
    }

    RequestEnd(FailureClass failure) {
        this.word = failure.word();
        this.failure = failure;
    }

    /// The end that a failure of this class means.
    public static RequestEnd of(FailureClass failure) {
        for (RequestEnd end : values()) {
            if (end.failure == failure) return end;
        }
        throw new AssertionError("the failure class " + failure + " has no end");
    }

    /// Reads a word back, from a line of the request log for example.
    ///
    /// @param word may be null
    /// @return null if the word is none of these, which happens with the log of a newer version
    public static RequestEnd parse(String word) {
        for (RequestEnd end : values()) {
            if (end.word.equals(word)) return end;
        }
        return null;
    }

    /// Whether the request failed through no action of the client: neither answered nor given up by the client.
    public boolean failed() {
        return this != OK && this != CLIENT_GONE;
    }

    /// The name in logs, headers and metrics.
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
