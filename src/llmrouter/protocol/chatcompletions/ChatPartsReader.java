package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheMark;
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

/// Reads a message's `content`: a string, an array of parts, or nothing. Every kind of part is read for every role; which role may
/// say what is the vendor's business.
final class ChatPartsReader {
    private ChatPartsReader() {}

    static List<Part> read(RequestFields message, Losses losses) {
        Json content = message.raw("content");
        if (content == null) return List.of();
        if (content instanceof Json.Str s) return s.value().isEmpty() ? List.of() : List.of(new TextPart(s.value()));
        if (!(content instanceof Json.Arr)) throw message.error("content", "must be a string or an array of parts, not " + content.kind());
        var parts = new ArrayList<Part>();
        for (RequestFields part : message.objects("content")) {
            Part read = part(part, losses);
            if (read != null) parts.add(read);
        }
        return parts;
    }

    private static Part part(RequestFields part, Losses losses) {
        CacheMark cache = CacheFields.read(part);
        String type = part.requiredText("type");
        return switch (type) {
            case "text" -> new TextPart(part.requiredText("text"), cache);
            case "refusal" -> new RefusalPart(part.requiredText("refusal"));
            case "image_url" -> image(part, cache);
            case "input_audio" -> audio(part.requiredObject("input_audio"));
            case "file" -> file(part.requiredObject("file"), cache);
            default -> throw part.error("type", "'" + type + "' is unknown; use text, image_url, input_audio or file");
        };
    }

    /// Some clients send the URL itself where the vendor wants an object.
    private static Part image(RequestFields part, CacheMark cache) {
        if (part.raw("image_url") instanceof Json.Str url) return new ImagePart(source(url.value(), part.path("image_url")), null, cache);
        RequestFields image = part.requiredObject("image_url");
        return new ImagePart(source(image.requiredText("url"), image.path("url")), image.text("detail"), cache);
    }

    private static Source source(String url, String path) {
        if (DataUrl.is(url)) {
            DataUrl data = DataUrl.parse(url, path);
            return new Source.Base64Source(data.mediaType(), data.data());
        }
        if (url.startsWith("https://") || url.startsWith("http://")) return new Source.UrlSource(url);
        throw RequestFields.wrong(path, "must begin with https:// or data:<media type>;base64,");
    }

    private static Part audio(RequestFields audio) {
        return new AudioPart(audio.requiredText("data"), audio.requiredText("format"));
    }

    /// Bare base64 is taken for a PDF, as the vendor's first examples had it.
    private static Part file(RequestFields file, CacheMark cache) {
        String title = file.text("filename");
        String id = file.text("file_id");
        if (id != null) return new DocumentPart(new Source.FileSource(id), title, cache);
        String text = file.requiredText("file_data");
        String path = file.path("file_data");
        if (!DataUrl.is(text)) {
            DataUrl.checkBase64(text, path);
            return new DocumentPart(new Source.Base64Source("application/pdf", text), title, cache);
        }
        DataUrl data = DataUrl.parse(text, path);
        if (data.mediaType().startsWith("image/")) return new ImagePart(new Source.Base64Source(data.mediaType(), data.data()), null, cache);
        if (data.mediaType().startsWith("text/") || data.mediaType().equals("application/json"))
            return new DocumentPart(new Source.TextSource(data.text(path)), title, cache);
        return new DocumentPart(new Source.Base64Source(data.mediaType(), data.data()), title, cache);
    }
}
