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
    OTHER_FORMAT("other-format"),
    /// It cannot open a summary in the request, which only another provider can.
    OTHER_ISSUER("other-issuer"),
    /// Its provider is left out, because its key cannot be had.
    LEFT_OUT("left-out");

    private final String word;

    SkipReason(String word) {
        this.word = word;
    }

    /// The reason in logs, headers and JSON.
    public String word() {
        return word;
    }

    /// Reads a word back, from a line of the request log for example.
    ///
    /// @param word may be null
    /// @return null if the word is none of these, as in the log of a newer version
    public static SkipReason parse(String word) {
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
