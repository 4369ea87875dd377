package llmrouter.admission;

import java.util.List;
import java.util.function.Predicate;

import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.protocol.FormatSigns;
import llmrouter.protocol.Protocol;

/// Which format a text is in where nothing names it. The first sign that is found decides.
public final class FormatDetector {
    /// The default format, after which others are made, comes last, so that what the others have beyond it counts
    /// first.
    private static final List<Format> ORDER = List.of(Format.values()).reversed();

    private FormatDetector() {}

    /// The format of a request.
    public static Format ofRequest(HeaderMap headers, Json.Obj body) {
        Format certain = first(s -> s.inHeaders(headers));
        if (certain == null) certain = first(s -> s.inRequest(body));
        if (certain != null) return certain;
        Format likely = byTools(body);
        if (likely == null) likely = first(s -> s.inToolChoice(body.get("tool_choice")));
        if (likely == null) likely = byMessages(body);
        return likely != null && Protocol.of(likely).signs().mayBe(body) ? likely : first(s -> s.mayBe(body));
    }

    private static Format byTools(Json.Obj body) {
        for (Json item : body.items("tools")) {
            if (item instanceof Json.Obj tool && first(s -> s.inTool(tool)) instanceof Format format) return format;
        }
        return null;
    }

    private static Format byMessages(Json.Obj body) {
        for (Json item : body.items("messages")) {
            if (!(item instanceof Json.Obj message)) continue;
            Format format = first(s -> s.inMessage(message));
            if (format == null) format = byParts(message);
            if (format != null) return format;
        }
        return null;
    }

    private static Format byParts(Json.Obj message) {
        for (Json item : message.items("content")) {
            String type = item instanceof Json.Obj part ? part.text("type") : null;
            if (type != null && first(s -> s.inPart(type)) instanceof Format format) return format;
        }
        return null;
    }

    /// The format in which errors and lists go to a client, as its header fields and its path suggest.
    public static Format suggestedBy(HeaderMap headers, String path) {
        Format format = first(s -> s.inHeaders(headers));
        return format != null ? format : suggestedBy(path);
    }

    private static Format suggestedBy(String path) {
        for (Format format : Format.values()) {
            String endpoint = "/" + format.endpoint();
            boolean vendors = path.startsWith("/" + format.vendor());
            if (vendors || path.startsWith("/v1" + endpoint) || path.startsWith(endpoint)) return format;
        }
        return Format.DEFAULT;
    }

    /// The format of a whole answer, or null.
    public static Format ofAnswer(Json.Obj body) {
        return first(s -> s.inAnswer(body));
    }

    /// The format of an error body, or null.
    public static Format ofError(Json.Obj body) {
        return first(s -> s.inError(body));
    }

    /// The format of an event stream, or null.
    public static Format ofStream(String text) {
        return first(s -> s.inStream(text));
    }

    private static Format first(Predicate<FormatSigns> sign) {
        for (Format format : ORDER) {
            if (sign.test(Protocol.of(format).signs())) return format;
        }
        return null;
    }
}
