package llmrouter.protocol.responses;

import java.util.List;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.RequestFields;

/// Reads a message's `content` or a call's `output`: a string, an array of parts, or nothing. Every kind of part is
/// read for every role.
final class ResponsesPartsReader {
    private ResponsesPartsReader() {}

    static List<Part> read(RequestFields owner, String member, PieceReading reading) {
        return reading.content(owner, member, (part, out) -> out.add(part(part, reading)));
    }

    /// What a tool has answered.
    static List<Part> result(RequestFields owner, String member, PieceReading reading) {
        return reading.unasked(owner, member, (part, out) -> out.add(part(part, reading)));
    }

    private static Part part(RequestFields part, PieceReading reading) {
        String type = part.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text" -> {
                part.leaveOut(reading.losses(), "annotations", "logprobs");
                yield new TextPart(part.required("text"), reading.mark(part));
            }
            case "refusal" -> new RefusalPart(part.requiredText("refusal"));
            case "input_image" -> image(part, reading.mark(part));
            case "input_file" -> file(part);
            case "input_audio" -> OpenAiParts.audio(part.requiredObject("input_audio"));
            default -> throw part.error("type",
                "cannot be '" + type
                + "'. Use input_text, output_text, refusal, input_image, input_file or input_audio");
        };
    }

    private static Part image(RequestFields part, CacheMark cache) {
        String detail = part.text("detail");
        return part.text("file_id") instanceof String id ? new ImagePart(new Source.FileSource(id), detail, cache)
            : OpenAiParts.image(part.requiredText("image_url"), part.path("image_url"), detail, cache);
    }

    private static Part file(RequestFields file) {
        CacheMark cache = CacheFields.read(file);
        if (file.text("file_id") instanceof String id) {
            return new DocumentPart(new Source.FileSource(id), file.text("filename"), cache);
        }
        return file.has("file_url") ? OpenAiParts.linkedFile(file, cache) : OpenAiParts.inlineFile(file, cache);
    }
}
