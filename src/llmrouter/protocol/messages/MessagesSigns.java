package llmrouter.protocol.messages;

import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.protocol.FormatSigns;
import llmrouter.protocol.messages.headers.MessagesHeaders;

/// The signs of Messages. A request without any sign may be in this format too.
final class MessagesSigns implements FormatSigns {
    @Override
    public boolean inHeaders(HeaderMap headers) {
        return headers.get(MessagesHeaders.VERSION) != null;
    }

    /// Bedrock and Vertex want the version in the body.
    @Override
    public boolean inRequest(Json.Obj request) {
        return request.has("anthropic_version");
    }

    @Override
    public boolean inTool(Json.Obj tool) {
        return tool.has("input_schema");
    }

    @Override
    public boolean inToolChoice(Json choice) {
        return choice instanceof Json.Obj o && ("any".equals(o.text("type")) || "tool".equals(o.text("type")));
    }

    @Override
    public boolean inPart(String type) {
        return switch (type) {
            case "tool_use", "tool_result", "thinking", "redacted_thinking" -> true;
            default -> false;
        };
    }

    @Override
    public boolean mayBe(Json.Obj request) {
        return true;
    }

    /// `max_tokens` is required.
    @Override
    public boolean isUsual(Json.Obj request) {
        return request.has("max_tokens") || request.has("system");
    }

    @Override
    public boolean inAnswer(Json.Obj answer) {
        return "message".equals(answer.text("type"));
    }

    @Override
    public boolean inError(Json.Obj body) {
        return "error".equals(body.text("type"));
    }

    @Override
    public boolean inStream(String text) {
        return text.contains("message_start") || text.contains("event: error");
    }
}
