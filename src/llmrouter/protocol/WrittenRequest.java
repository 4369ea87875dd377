package llmrouter.protocol;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.protocol.request.PlainTools;
import llmrouter.protocol.request.ToolNames;

/// A request in a provider's format, with what is needed to read the answer back.
///
/// @param names      tool names that had to be changed
/// @param answerTool name (on the wire) of the forced tool whose arguments are the structured answer, or null
/// @param tools      tools that had to become plain functions
/// @param stops      stop sequences that the provider does not take, at which the gateway ends the answer
/// @param limit      tokens at which the answer ends because the format requires a limit, the request sets none and
///                   that of the model is not known; else 0
/// @param summary    whether the model is asked for a summary of the conversation, and not for an answer
public record WrittenRequest(Json.Obj body, ToolNames names, String answerTool, PlainTools tools, List<String> stops,
        long limit, boolean summary) {
    public WrittenRequest(Json.Obj body, ToolNames names, String answerTool, PlainTools tools, List<String> stops) {
        this(body, names, answerTool, tools, stops, 0, false);
    }

    public WrittenRequest(Json.Obj body, ToolNames names, String answerTool, PlainTools tools) {
        this(body, names, answerTool, tools, List.of());
    }

    /// The same without its body, which can be large and is not needed to read the answer.
    public WrittenRequest withoutBody() {
        return new WrittenRequest(Json.object(), names, answerTool, tools, stops, limit, summary);
    }

    /// The same request with a limit that the gateway chose.
    public WrittenRequest endingAt(long tokens) {
        return new WrittenRequest(body, names, answerTool, tools, stops, tokens, summary);
    }

    public WrittenRequest(Json.Obj body, ToolNames names, String answerTool) {
        this(body, names, answerTool, PlainTools.NONE);
    }
}
