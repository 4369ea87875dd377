package llmrouter.cli.inspect;

import java.util.List;

import llmrouter.admission.FormatDetector;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.Protocol;
import llmrouter.text.Ws;

/// What a text that is to be translated seems to be. The guess looks for signs that only one format has; without such a
/// sign the format stays open.
///
/// @param kind   `request`, `answer`, `stream` or `error`; null if there is no telling
/// @param format or null if several formats could have written it
record InputGuess(String kind, Format format) {
    static final List<String> KINDS = List.of("request", "answer", "stream", "error");

    /// @throws JsonError the text is neither a stream nor JSON
    static InputGuess guess(String text) {
        String start = Ws.trim(text.substring(0, Math.min(text.length(), 4000)));
        if (start.startsWith("data:") || start.startsWith("event:") || start.startsWith(":")) {
            return new InputGuess("stream", FormatDetector.ofStream(text));
        }
        return Json.parse(text) instanceof Json.Obj body ? guess(body) : new InputGuess(null, null);
    }

    /// What a text of a known kind is.
    static Format format(String kind, String text) {
        if (kind.equals("stream")) return FormatDetector.ofStream(text);
        try {
            return Json.parse(text) instanceof Json.Obj body ? guess(body).format : null;
        } catch (JsonError _) {
            return null;
        }
    }

    private static InputGuess guess(Json.Obj body) {
        if (body.has("messages") || body.has("input")) return new InputGuess("request", requestFormat(body));
        if (body.has("error") && !body.has("output")) return new InputGuess("error", FormatDetector.ofError(body));
        Format format = FormatDetector.ofAnswer(body);
        return new InputGuess(format == null ? null : "answer", format);
    }

    /// As the gateway detects the format, but a text that lacks what a request of that format usually has is taken for
    /// the default format.
    private static Format requestFormat(Json.Obj body) {
        Format format = FormatDetector.ofRequest(HeaderMap.EMPTY, body);
        return Protocol.of(format).signs().isUsual(body) ? format : Format.DEFAULT;
    }
}
