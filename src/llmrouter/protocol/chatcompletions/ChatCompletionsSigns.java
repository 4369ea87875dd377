package llmrouter.protocol.chatcompletions;

import llmrouter.json.Json;
import llmrouter.protocol.FormatSigns;

/// The signs of Chat Completions: what only this format has, or had first.
final class ChatCompletionsSigns implements FormatSigns {
    @Override
    public boolean inRequest(Json.Obj request) {
        return request.has("max_completion_tokens") || request.has("response_format") || request.has("n");
    }

    @Override
    public boolean inTool(Json.Obj tool) {
        return "function".equals(tool.text("type")) || tool.has("function");
    }

    @Override
    public boolean inToolChoice(Json choice) {
        return switch (choice) {
            case Json.Str s -> s.value().equals("required") || s.value().equals("none");
            case Json.Obj o -> "function".equals(o.text("type"));
            case null, default -> false;
        };
    }

    @Override
    public boolean inMessage(Json.Obj message) {
        return "tool".equals(message.text("role")) || message.has("tool_call_id") || message.has("tool_calls");
    }

    @Override
    public boolean inPart(String type) {
        return switch (type) {
            case "image_url", "input_text", "input_image" -> true;
            default -> false;
        };
    }

    @Override
    public boolean mayBe(Json.Obj request) {
        return request.has("messages") || !request.has("input");
    }

    @Override
    public boolean inAnswer(Json.Obj answer) {
        return answer.has("choices");
    }

    /// Other formats and many servers write `{"error": {…}}` as well.
    @Override
    public boolean inError(Json.Obj body) {
        return true;
    }

    @Override
    public boolean inStream(String text) {
        return text.contains("\"choices\"") || text.contains("[DONE]");
    }
}
