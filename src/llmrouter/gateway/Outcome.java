package llmrouter.gateway;

/// What the shared state should know of an attempt.
public sealed interface Outcome {
    /// The model refused a request field; it should not be sent there again.
    record Refused(String candidate, String field) implements Outcome {}
}
