package llmrouter.cli;

import java.util.List;

import llmrouter.config.Format;
import llmrouter.gateway.FormatDetector;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.HeaderMap;
import llmrouter.text.Ws;

/// A text somebody wants translated, and what it seems to be. The guess looks for what only one format has, and gives up rather than
/// take a side.
///
/// @param kind   `request`, `answer`, `stream` or `error`
/// @param format or null if several formats could have written it
record Sample(String kind, Format format) {
    static final List<String> KINDS = List.of("request", "answer", "stream", "error");

    static Sample guess(String text) {
        String start = Ws.trim(text.substring(0, Math.min(text.length(), 4000)));
        if (start.startsWith("data:") || start.startsWith("event:") || start.startsWith(":")) return new Sample("stream", streamFormat(text));
        try {
            return Json.parse(text) instanceof Json.Obj body ? guess(body) : new Sample("request", null);
        } catch (JsonError _) {
            return new Sample("error", null);
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

    private static Sample guess(Json.Obj body) {
        if (body.has("messages") || body.has("input")) return new Sample("request", requestFormat(body));
        if (body.has("error") && !body.has("output")) return new Sample("error", "error".equals(body.text("type")) ? Format.CLAUDE : Format.OPENAI);
        if (body.has("choices")) return new Sample("answer", Format.OPENAI);
        if ("response".equals(body.text("object"))) return new Sample("answer", Format.RESPONSES);
        return "message".equals(body.text("type")) ? new Sample("answer", Format.CLAUDE) : new Sample("request", null);
    }

    /// As the gateway tells the formats apart; but what would be Messages only for want of a sign is not without their compulsory
    /// `max_tokens`.
    private static Format requestFormat(Json.Obj body) {
        Format told = FormatDetector.detect(HeaderMap.EMPTY, body);
        boolean unsure = told == Format.CLAUDE && !body.has("max_tokens") && !body.has("system");
        return unsure ? Format.OPENAI : told;
    }
}
