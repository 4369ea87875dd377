package llmrouter.protocol.answer;


import llmrouter.chat.ApiError;
import llmrouter.chat.Losses;
import llmrouter.chat.StopReason;
import llmrouter.text.Letters;

/// `finish_reason` of Chat Completions: the vendor's words, and those that other providers of the format send.
public final class FinishReasonNames {
    private FinishReasonNames() {}

    /// An unknown word means a normal end.
    public static StopReason read(String word) {
        return switch (Letters.lower(word)) {
            case "length", "max_tokens", "max_output_tokens", "max_length", "model_length", "incomplete" ->
                StopReason.LENGTH;
            case "tool_calls", "tool_call", "function_call", "tool_use" -> StopReason.TOOL_CALLS;
            case "content_filter", "content-filter", "refusal", "safety", "recitation", "blocklist",
                "prohibited_content", "sensitive" ->
                StopReason.REFUSAL;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "pause_turn" -> StopReason.PAUSE;
            case "model_context_window_exceeded", "context_length_exceeded" -> StopReason.CONTEXT_FULL;
            default -> StopReason.END;
        };
    }

    /// The error that a finish reason of some providers means, or null.
    public static ApiError failure(String word) {
        return switch (Letters.lower(word)) {
            case "error", "abort", "aborted", "network_error" ->
                ApiError.of(502, ApiError.Kind.API, "The provider broke the answer off with finish_reason '" + word
                    + "'.");
            case "insufficient_system_resource" ->
                ApiError.of(503, ApiError.Kind.OVERLOADED,
                    "The provider broke the answer off because of insufficient system resources.");
            default -> null;
        };
    }

    /// The vendor's word for a stop reason.
    public static String write(StopReason stop, Losses losses) {
        return switch (stop) {
            case END, STOP_SEQUENCE, COMPACTION -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case REFUSAL -> "content_filter";
            case PAUSE -> {
                losses.approximated("stop_reason.pause_turn", "told as stop");
                yield "stop";
            }
            case CONTEXT_FULL -> {
                losses.approximated("stop_reason.model_context_window_exceeded", "told as length");
                yield "length";
            }
        };
    }
}
