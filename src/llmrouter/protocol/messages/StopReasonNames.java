package llmrouter.protocol.messages;

import llmrouter.chat.StopReason;

/// `stop_reason`.
final class StopReasonNames {
    private StopReasonNames() {}

    /// An unknown word means a normal end.
    static StopReason read(String word) {
        return switch (word) {
            case "max_tokens", "length" -> StopReason.LENGTH;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "tool_use", "tool_calls" -> StopReason.TOOL_CALLS;
            case "refusal", "content_filter" -> StopReason.REFUSAL;
            case "pause_turn" -> StopReason.PAUSE;
            case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
            case "compaction" -> StopReason.COMPACTION;
            default -> StopReason.END;
        };
    }

    static String write(StopReason stop) {
        return switch (stop) {
            case END -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case COMPACTION -> "compaction";
        };
    }
}
