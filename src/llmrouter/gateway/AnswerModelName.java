package llmrouter.gateway;

import llmrouter.config.Format;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// The model's name in an answer: the one that the client asked for where its format wants that, else the provider's own. Which candidate answered
/// stands in the header field `x-llm-router-candidate`.
final class AnswerModelName {
    private AnswerModelName() {}

    /// The name to put into the answer, or null if the provider's stays, as it does where it was asked for by that name.
    ///
    /// @param sent the model's name as the provider was told it
    static String of(Format client, JsonScan request, String sent) {
        String name = Protocol.of(client).answerNamesAskedModel() ? request.text("model") : null;
        return Ws.blank(name) || name.equals(sent) ? null : name;
    }

    /// A whole answer that goes back as it came but for the name.
    ///
    /// @param answer one character per byte
    /// @param asked  or null
    static String in(JsonScan answer, String asked) {
        if (asked == null || !answer.has("model")) return answer.source();
        return answer.splice().set("model", Latin1.utf8(Json.of(asked).toString())).apply();
    }

    /// An event of a stream that goes back as it came but for the name.
    ///
    /// @param asked or null
    static String in(SseEvent event, Format client, String asked) {
        return asked == null ? event.raw() : Protocol.of(client).withModel(event, Latin1.utf8(Json.of(asked).toString()));
    }
}
