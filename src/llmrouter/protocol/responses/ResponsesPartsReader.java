package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.RequestFields;

/// Reads a message's `content` or a call's `output`: a string, an array of parts, or nothing. Every kind of part is
/// read for every role.
final class ResponsesPartsReader {
    private ResponsesPartsReader() {}

    static List<Part> read(RequestFields owner, String member, Losses losses) {
        Json content = owner.raw(member);
        if (content == null) return List.of();
        if (content instanceof Json.Str s) return s.value().isEmpty() ? List.of() : List.of(new TextPart(s.value()));
        if (!(content instanceof Json.Arr)) {
            throw owner.error(member, "must be a string or an array of parts, not " + content.kind());
        }
        var parts = new ArrayList<Part>();
        for (RequestFields part : owner.objects(member)) parts.add(part(part, losses));
        return parts;
    }

    private static Part part(RequestFields part, Losses losses) {
        String type = part.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text" -> {
                part.leaveOut(losses, "annotations", "logprobs");
                yield new TextPart(part.requiredText("text"), CacheFields.read(part));
            }
            case "refusal" -> new RefusalPart(part.requiredText("refusal"));
            case "input_image" -> new ImagePart(image(part), part.text("detail"), CacheFields.read(part));
            case "input_file" -> file(part);
            case "input_audio" -> OpenAiParts.audio(part.requiredObject("input_audio"));
            default -> throw part.error("type",
                "cannot be '" + type
                + "'. Use input_text, output_text, refusal, input_image, input_file or input_audio");
        };
    }

    private static Source image(RequestFields part) {
        if (part.text("file_id") instanceof String id) return new Source.FileSource(id);
        return OpenAiParts.source(part.requiredText("image_url"), part.path("image_url"));
    }

    private static Part file(RequestFields file) {
        String title = file.text("filename");
        if (file.text("file_id") instanceof String id) return new DocumentPart(new Source.FileSource(id), title, null);
        if (file.text("file_url") instanceof String url) {
            return new DocumentPart(OpenAiParts.source(url, file.path("file_url")), title, null);
        }
        return OpenAiParts.inlineFile(file, null);
    }
}
