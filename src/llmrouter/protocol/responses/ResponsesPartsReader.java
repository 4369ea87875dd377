package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.CacheFields;
import llmrouter.protocol.DataUrl;
import llmrouter.protocol.RequestFields;

/// Reads a message's `content` or a call's `output`: a string, an array of parts, or nothing. Every kind of part is read for every role.
final class ResponsesPartsReader {
    private ResponsesPartsReader() {}

    static List<Part> read(RequestFields owner, String member, Losses losses) {
        Json content = owner.raw(member);
        if (content == null) return List.of();
        if (content instanceof Json.Str s) return s.value().isEmpty() ? List.of() : List.of(new TextPart(s.value()));
        if (!(content instanceof Json.Arr)) throw owner.error(member, "must be a string or an array of parts, not " + content.kind());
        var parts = new ArrayList<Part>();
        for (RequestFields part : owner.objects(member)) parts.add(part(part, losses));
        return parts;
    }

    private static Part part(RequestFields part, Losses losses) {
        String type = part.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text" -> {
                if (part.raw("annotations") instanceof Json.Arr notes && notes.size() > 0) losses.dropped("annotations");
                yield new TextPart(part.requiredText("text"), CacheFields.read(part));
            }
            case "refusal" -> new RefusalPart(part.requiredText("refusal"));
            case "input_image" -> new ImagePart(image(part), part.text("detail"), CacheFields.read(part));
            case "input_file" -> file(part);
            case "input_audio" -> {
                RequestFields audio = part.requiredObject("input_audio");
                yield new AudioPart(audio.requiredText("data"), audio.requiredText("format"));
            }
            default -> throw part.error("type", "'" + type + "' is unknown; use input_text, output_text, refusal, input_image, input_file or input_audio");
        };
    }

    private static Source image(RequestFields part) {
        if (part.text("file_id") instanceof String id) return new Source.FileSource(id);
        return source(part.requiredText("image_url"), part.path("image_url"));
    }

    private static Source source(String url, String path) {
        if (DataUrl.is(url)) {
            DataUrl data = DataUrl.parse(url, path);
            return new Source.Base64Source(data.mediaType(), data.data());
        }
        if (url.startsWith("https://") || url.startsWith("http://")) return new Source.UrlSource(url);
        throw RequestFields.wrong(path, "must begin with https:// or data:<media type>;base64,");
    }

    /// Bare base64 is taken for a PDF, as in Chat Completions.
    private static Part file(RequestFields file) {
        String title = file.text("filename");
        if (file.text("file_id") instanceof String id) return new DocumentPart(new Source.FileSource(id), title, null);
        if (file.text("file_url") instanceof String url) return new DocumentPart(source(url, file.path("file_url")), title, null);
        String text = file.requiredText("file_data");
        String path = file.path("file_data");
        if (!DataUrl.is(text)) {
            DataUrl.checkBase64(text, path);
            return new DocumentPart(new Source.Base64Source("application/pdf", text), title, null);
        }
        DataUrl data = DataUrl.parse(text, path);
        if (data.mediaType().startsWith("image/")) return new ImagePart(new Source.Base64Source(data.mediaType(), data.data()), null, null);
        if (data.mediaType().startsWith("text/") || data.mediaType().equals("application/json"))
            return new DocumentPart(new Source.TextSource(data.text(path)), title, null);
        return new DocumentPart(new Source.Base64Source(data.mediaType(), data.data()), title, null);
    }
}
