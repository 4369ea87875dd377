package llmrouter.routing;

/// Why a candidate was not picked for an attempt. Thread-safe, as an enum is.
public enum SkipReason {
    /// One of its caps has no room for the request.
    QUOTA_EXHAUSTED("quota-exhausted"),
    /// A single failure put it on cooldown.
    COOLDOWN("cooldown"),
    /// Consecutive failures opened its circuit.
    CIRCUIT_OPEN("circuit-open"),
    /// Its circuit is half-open and another request is testing it.
    CIRCUIT_PROBING("circuit-probing"),
    /// It does not serve the client's format, and the endpoint does not translate.
    OTHER_FORMAT("other-format");

    private final String word;

    SkipReason(String word) {
        this.word = word;
    }

    /// The reason in logs, headers and JSON.
    public String word() {
        return word;
    }

    /// The reason with this word, or null if there is none.
    public static SkipReason of(String word) {
        for (SkipReason reason : values()) {
            if (reason.word.equals(word)) return reason;
        }
        return null;
    }

    /// The word, so that a [PickResult] prints as the log does.
    @Override
    public String toString() {
        return word;
    }
}
