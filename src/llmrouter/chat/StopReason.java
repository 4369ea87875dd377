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
    CONTEXT_FULL,
    /// the answer ends with a summary of the conversation
    COMPACTION;

    /// Whether the answer may have ended in the middle of something.
    public boolean cutShort() {
        return switch (this) {
            case LENGTH, REFUSAL, PAUSE, CONTEXT_FULL -> true;
            case END, STOP_SEQUENCE, TOOL_CALLS, COMPACTION -> false;
        };
    }

    /// This reason, set right by what the answer holds: providers say "stop" after tool calls and after refusals too,
    /// and some say "tool calls" without one. A reason that means "cut short" stays.
    public StopReason given(boolean called, boolean refused) {
        return switch (this) {
            case END, STOP_SEQUENCE -> called ? TOOL_CALLS : refused ? REFUSAL : this;
            case TOOL_CALLS -> called ? this : refused ? REFUSAL : END;
            case LENGTH, REFUSAL, PAUSE, CONTEXT_FULL, COMPACTION -> this;
        };
    }
}
