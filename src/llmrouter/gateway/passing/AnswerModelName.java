package llmrouter.gateway.passing;

import llmrouter.config.Format;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// The model's name in an answer: the one that the client asked for where the client's format wants that, else the
/// provider's own. The candidate that answered is in the header `x-llm-router-candidate`.
public final class AnswerModelName {
    private AnswerModelName() {}

    /// The name to put into the answer, or null if the provider's stays, as it does where the client asked for it by
    /// that name.
    ///
    /// @param sent the model's name as it was sent to the provider
    public static String of(Format client, JsonScan request, String sent) {
        String name = Protocol.of(client).answerNamesAskedModel() ? request.text("model") : null;
        return Ws.blank(name) || name.equals(sent) ? null : name;
    }

    /// A whole answer, unchanged but for the name.
    ///
    /// @param answer one character per byte
    /// @param asked  the client's name for the model, or null to change nothing
    public static String in(JsonScan answer, String asked) {
        if (asked == null || !answer.has("model")) return answer.source();
        return answer.splice().set("model", Latin1.utf8(Json.of(asked).toString())).apply();
    }

    /// An event of a stream, unchanged but for the name.
    ///
    /// @param asked the client's name for the model, or null to change nothing
    public static String in(SseEvent event, Format client, String asked) {
        if (asked == null) return event.raw();
        return Protocol.of(client).withModel(event, Latin1.utf8(Json.of(asked).toString()));
    }
}
