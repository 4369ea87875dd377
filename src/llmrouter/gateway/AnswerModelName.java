package llmrouter.gateway;

import llmrouter.config.Format;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// The model name that an answer bears. In Messages it is the one that the client asked for: Claude Code replays signed thinking only to
/// the model that the answer named, so that under the provider's own name a conversation on an alias would lose its thinking with every
/// turn, and the vendor refuses a tool turn whose enabled thinking is missing. Who answered is told in `x-llm-router-candidate`.
final class AnswerModelName {
    private AnswerModelName() {}

    /// The name to put into the answer, or null if the provider's stays, as it does where it was asked for by that name.
    ///
    /// @param sent the model's name as the provider was told it
    static String of(Format client, JsonScan request, String sent) {
        String name = client == Format.CLAUDE ? request.text("model") : null;
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

    /// The event that begins a stream, as it came but for the name; any other as it came.
    static String in(SseEvent event, String asked) {
        if (asked == null || !"message_start".equals(event.name())) return event.raw();
        try {
            var start = JsonScan.of(event.data());
            int at = event.raw().indexOf(event.data());
            if (at < 0 || start.isNull("message")) return event.raw();
            String named = start.splice().set("message", in(JsonScan.of(start.raw("message")), asked)).apply();
            return event.raw().substring(0, at) + named + event.raw().substring(at + event.data().length());
        } catch (JsonError _) {
            return event.raw(); // no start of a message, whatever it calls itself
        }
    }
}
