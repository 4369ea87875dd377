package llmrouter.worker;

/// Where a hosted gateway has its routing state.
public enum StateMode {
    /// Nowhere: each request begins without any.
    NONE("none"),
    /// In the memory of each isolate, of which the platform runs many and ends any at any time.
    ISOLATE("memory of each isolate"),
    /// In one object that all isolates ask.
    SHARED("durable object");

    private final String words;

    StateMode(String words) {
        this.words = words;
    }

    /// As `/status` has it.
    public String words() {
        return words;
    }
}
