package llmrouter.cli.inspect;

import java.util.List;

import llmrouter.admission.FormatDetector;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Ws;

/// A text somebody wants translated, and what it seems to be. The guess looks for what only one format has, and gives up rather than
/// take a side.
///
/// @param kind   `request`, `answer`, `stream` or `error`
/// @param format or null if several formats could have written it
record InputGuess(String kind, Format format) {
    static final List<String> KINDS = List.of("request", "answer", "stream", "error");

    static InputGuess guess(String text) {
        String start = Ws.trim(text.substring(0, Math.min(text.length(), 4000)));
        if (start.startsWith("data:") || start.startsWith("event:") || start.startsWith(":")) return new InputGuess("stream", streamFormat(text));
        try {
            return Json.parse(text) instanceof Json.Obj body ? guess(body) : new InputGuess("request", null);
        } catch (JsonError _) {
            return new InputGuess("error", null);
        }
    }

    /// What a text of a known kind is.
    static Format format(String kind, String text) {
        if (kind.equals("stream")) return streamFormat(text);
        try {
            return Json.parse(text) instanceof Json.Obj body ? guess(body).format : null;
        } catch (JsonError _) {
            return null;
        }
    }

    private static Format streamFormat(String text) {
        if (text.contains("\"response.created\"") || text.contains("\"response.failed\"")) return Format.RESPONSES;
        if (text.contains("message_start") || text.contains("event: error")) return Format.CLAUDE;
        return text.contains("\"choices\"") || text.contains("[DONE]") ? Format.OPENAI : null;
    }

    private static InputGuess guess(Json.Obj body) {
        if (body.has("messages") || body.has("input")) return new InputGuess("request", requestFormat(body));
        if (body.has("error") && !body.has("output")) return new InputGuess("error", "error".equals(body.text("type")) ? Format.CLAUDE : Format.OPENAI);
        if (body.has("choices")) return new InputGuess("answer", Format.OPENAI);
        if ("response".equals(body.text("object"))) return new InputGuess("answer", Format.RESPONSES);
        return "message".equals(body.text("type")) ? new InputGuess("answer", Format.CLAUDE) : new InputGuess("request", null);
    }

    /// As the gateway tells the formats apart; but what would be Messages only for want of a sign is not without their compulsory
    /// `max_tokens`.
    private static Format requestFormat(Json.Obj body) {
        Format told = FormatDetector.detect(HeaderMap.EMPTY, body);
        boolean unsure = told == Format.CLAUDE && !body.has("max_tokens") && !body.has("system");
        return unsure ? Format.OPENAI : told;
    }
}
