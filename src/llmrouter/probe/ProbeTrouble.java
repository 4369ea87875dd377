package llmrouter.probe;

/// Why something could not be proven.
public enum ProbeTrouble {
    AUTH("auth", "the key is refused", false),
    QUOTA("quota", "the account has no money or quota left", false),
    RATE_LIMIT("rate-limit", "too many requests", true),
    UNKNOWN_MODEL("unknown-model", "the provider does not know the model", false),
    NO_ENDPOINT("no-endpoint", "there is no such endpoint", false),
    OTHER_FORMAT("other-format", "the answer is in another format", false),
    FOREIGN("foreign-body", "the answer is no answer of a model", false),
    PAGE("page", "a page for browsers came", false),
    PORTAL("captive-portal", "something in between answered", false),
    BLOCKED("blocked", "a firewall refuses the request", false),
    NETWORK("network", "the provider could not be reached", false),
    BROKEN("broken-answer", "no whole answer came", true),
    SERVER("server-error", "the provider failed", true),
    REFUSED("refused", "the provider refuses the request", false),
    CANCELLED("cancelled", "it was not asked any more", false);

    private final String word;
    private final String meaning;
    private final boolean passes;

    ProbeTrouble(String word, String meaning, boolean passes) {
        this.word = word;
        this.meaning = meaning;
        this.passes = passes;
    }

    /// The name in JSON.
    public String word() {
        return word;
    }

    /// What it means, a clause.
    public String meaning() {
        return meaning;
    }

    /// Whether it may be over soon, so that asking once more makes sense.
    boolean passes() {
        return passes;
    }
}
