package llmrouter.routing;

/// What a failed attempt means for the next one.
public enum FailureClass {
    INVALID_REQUEST("invalid_request", false, false),
    CONFIGURATION("configuration_error", false, true),
    /// The gateway's own machine lacks something; another candidate may have a connection that is kept.
    LOCAL("local_fault", false, true),
    NETWORK("network_error", true, true),
    TIMEOUT("timeout", false, true),
    RATE_LIMITED("rate_limited", false, true),
    BILLING("billing_exhausted", false, true),
    AUTH("auth_failed", false, true),
    FORBIDDEN("forbidden", false, true),
    EDGE_BLOCKED("edge_blocked", false, true),
    POLICY("policy_blocked", false, false),
    CONTEXT_OVERFLOW("context_overflow", false, true),
    NOT_FOUND("not_found", false, true),
    TEMPORARY("temporary_error", true, true),
    BAD_RESPONSE("bad_response", false, true);

    private final String word;
    private final boolean retry;
    private final boolean fallBack;

    FailureClass(String word, boolean retry, boolean fallBack) {
        this.word = word;
        this.retry = retry;
        this.fallBack = fallBack;
    }

    /// The class with this name; null if there is none.
    public static FailureClass ofWord(String word) {
        for (FailureClass one : values()) {
            if (one.word.equals(word)) return one;
        }
        return null;
    }

    /// The name in logs, headers and metrics.
    public String word() {
        return word;
    }

    /// Whether the same candidate may get another attempt.
    public boolean retry() {
        return retry;
    }

    /// Whether another candidate may get an attempt.
    public boolean fallBack() {
        return fallBack;
    }
}
