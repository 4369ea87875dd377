package llmrouter.protocol.responses;

import llmrouter.chat.Losses;
import llmrouter.chat.StopReason;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.text.Fnv1a;

/// The items of an answer, as whole answers and streams show them.
final class OutputItems {
    /// the field for the most tokens of an answer
    static final String ANSWER_LIMIT = "max_output_tokens";
    static final String PARAGRAPH = "\n\n";
    private static final int LONGEST_ID = 48;

    private final String idTail;

    /// @param responseId the answer's id, from which its items' are made
    OutputItems(String responseId) {
        String bare = responseId.substring(responseId.indexOf('_') + 1);
        idTail = bare.length() > LONGEST_ID ? Fnv1a.hex(bare) : bare;
    }

    /// An id that no other item of the answer has.
    String id(String prefix, int index) {
        return prefix + idTail + "_" + index;
    }

    static Json.Obj message(String id, String status, Json.Arr content) {
        return Json.object().put("id", id).put("type", "message").put("status", status).put("role", "assistant")
            .put("content", content);
    }

    static Json.Obj text(String words) {
        return Json.object().put("type", "output_text").put("annotations", Json.array()).put("logprobs", Json.array())
            .put("text", words);
    }

    static Json.Obj refusal(String words) {
        return Json.object().put("type", "refusal").put("refusal", words);
    }

    static Json.Obj summary(String words) {
        return Json.object().put("type", "summary_text").put("text", words);
    }

    /// @param encrypted the encrypted thinking, which only its issuer can read, or null
    static Json.Obj reasoning(String id, String words, String encrypted) {
        return Json.object().put("id", id).put("type", "reasoning").put("summary",
            words.isEmpty() ? Json.array() : Json.array(summary(words))).put("encrypted_content", encrypted);
    }

    /// @param words the arguments, or a freeform tool's text
    static Json.Obj call(String id, String status, String callId, String name, String words, ToolKind kind) {
        return Json.object().put("id", id).put("type", kind.freeform() ? "custom_tool_call" : "function_call")
            .put("status", status).put("call_id", callId).put("name", name).put("namespace", kind.namespace())
            .put(kind.freeform() ? "input" : "arguments", words);
    }

    /// The answer around the items, without members that repeat the request, because an answer writer does not know the
    /// request.
    static Json.Obj response(String id, String model, long created, String status, Json.Arr output) {
        Json none = Json.Null.NULL;
        return Json.object().put("id", id).put("object", "response").put("created_at", created).put("status", status)
            .put("error", none).put("incomplete_details", none).put("instructions", none).put("metadata", Json.object())
            .put("model", model).put("output", output).put("parallel_tool_calls", true).put("previous_response_id",
            none).put("store", false).put("temperature", none).put("text",
            Json.object().put("format", Json.object().put("type", "text"))).put("tool_choice", "auto").put("tools",
            Json.array()).put("top_p", none).put("truncation", "disabled").put("usage", none);
    }

    /// Adds the members that say how an answer ended.
    ///
    /// @param refusal whether the answer holds a refusal
    /// @return the response
    static Json.Obj end(Json.Obj response, StopReason stop, boolean refusal, Usage usage, Losses losses) {
        String reason = switch (stop) {
            case END, STOP_SEQUENCE, TOOL_CALLS -> null;
            case LENGTH -> "max_output_tokens";
            case REFUSAL -> refusal ? null : "content_filter";
            case PAUSE -> {
                losses.approximated("stop_reason.pause_turn", "told as completed");
                yield null;
            }
            case CONTEXT_FULL -> {
                losses.approximated("stop_reason.model_context_window_exceeded", "told as max_output_tokens");
                yield "max_output_tokens";
            }
        };
        response.put("status", reason == null ? "completed" : "incomplete");
        if (reason != null) response.put("incomplete_details", Json.object().put("reason", reason));
        return response.put("usage", usage == null ? null : ResponsesUsage.write(usage));
    }
}
