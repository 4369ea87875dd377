package llmrouter.protocol.chatcompletions;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.RequestFields;

/// Reads a message's `content`: a string, an array of parts, or nothing. Every kind of part is read for every role; the
/// vendor decides which role may use it.
final class ChatPartsReader {
    private ChatPartsReader() {}

    static List<Part> read(RequestFields message, PieceReading reading) {
        return reading.content(message, "content", (part, out) -> part(part, reading, out));
    }

    /// What a tool has answered.
    static List<Part> result(RequestFields message, PieceReading reading) {
        return reading.unasked(message, "content", (part, out) -> part(part, reading, out));
    }

    private static void part(RequestFields part, PieceReading reading, List<Part> out) {
        CacheMark cache = reading.mark(part);
        String type = part.requiredText("type");
        out.add(switch (type) {
            case "text" -> new TextPart(part.required("text"), cache);
            case "refusal" -> new RefusalPart(part.requiredText("refusal"));
            case "image_url" -> image(part, cache);
            case "input_audio" -> OpenAiParts.audio(part.requiredObject("input_audio"));
            case "file" -> file(part.requiredObject("file"), cache);
            default -> throw part.error("type", "cannot be '" + type + "'. Use text, image_url, input_audio or file");
        });
    }

    /// Some clients send the URL itself where the vendor requires an object.
    private static Part image(RequestFields part, CacheMark cache) {
        if (part.raw("image_url") instanceof Json.Str url) {
            return OpenAiParts.image(url.value(), part.path("image_url"), null, cache);
        }
        RequestFields image = part.requiredObject("image_url");
        return OpenAiParts.image(image.requiredText("url"), image.path("url"), image.text("detail"), cache);
    }

    private static Part file(RequestFields file, CacheMark cache) {
        String id = file.text("file_id");
        return id != null ? new DocumentPart(new Source.FileSource(id), file.text("filename"),
            cache) : OpenAiParts.inlineFile(file, cache);
    }
}
