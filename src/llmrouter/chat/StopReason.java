package llmrouter.chat;

/// Why an answer ended.
public enum StopReason {
    /// the model was done
    END,
    /// a stop sequence of the request matched
    STOP_SEQUENCE,
    /// the token limit of the request
    LENGTH,
    TOOL_CALLS,
    /// the model or a filter declined
    REFUSAL,
    /// a long turn was paused, to be continued by sending it back
    PAUSE,
    /// the model's context window was full
    CONTEXT_FULL
}
