package llmrouter.protocol.responses;

import llmrouter.json.Json;
import llmrouter.protocol.FormatSigns;

/// The signs of Responses. Its tools and errors look like those of Chat Completions, but only it has `input` in place
/// of `messages`.
final class ResponsesSigns implements FormatSigns {
    @Override
    public boolean mayBe(Json.Obj request) {
        return request.has("input") && !request.has("messages");
    }

    @Override
    public boolean inAnswer(Json.Obj answer) {
        return "response".equals(answer.text("object"));
    }

    @Override
    public boolean inError(Json.Obj body) {
        return false;
    }

    @Override
    public boolean inStream(String text) {
        return text.contains("\"response.created\"") || text.contains("\"response.failed\"");
    }
}
