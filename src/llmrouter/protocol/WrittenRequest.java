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
/// @param stops      stop sequences that the provider's format has no field for
public record WrittenRequest(Json.Obj body, ToolNames names, String answerTool, PlainTools tools, List<String> stops) {
    public WrittenRequest(Json.Obj body, ToolNames names, String answerTool, PlainTools tools) {
        this(body, names, answerTool, tools, List.of());
    }

    public WrittenRequest(Json.Obj body, ToolNames names, String answerTool) {
        this(body, names, answerTool, PlainTools.NONE);
    }
}
