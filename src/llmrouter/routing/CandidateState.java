package llmrouter.routing;

/// Whether a candidate can be picked, judged by its provider and its [Health] at one moment. Caps are not part of it.
public enum CandidateState {
    /// It can be picked.
    OK("ok"),
    /// A single failure put it on cooldown.
    COOLDOWN("cooldown"),
    /// Consecutive failures opened its circuit.
    CIRCUIT_OPEN("circuit-open"),
    /// Its circuit was open and the time is over: the next request tests it.
    HALF_OPEN("half-open"),
    /// Its provider is left out, because its key cannot be had. No [Health] has this state.
    LEFT_OUT("left-out");

    private final String word;

    CandidateState(String word) {
        this.word = word;
    }

    /// The state in `/status`, on the status page, in metrics and in the output of commands.
    public String word() {
        return word;
    }

    /// Reads a word back, from an answer of `/status` for example.
    ///
    /// @param word may be null
    /// @return null if the word is none of these, as in the answer of a newer version
    public static CandidateState parse(String word) {
        for (CandidateState state : values()) {
            if (state.word.equals(word)) return state;
        }
        return null;
    }
}
