package llmrouter.protocol.request;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;

/// How both OpenAI formats say where a part's content is: the same URLs, the same inline files.
public final class OpenAiParts {
    private static final String ERROR = "Error: ";

    private OpenAiParts() {}

    /// The text of a tool's result that is an error: the formats have no member for that, so a word says it, once.
    public static String error(String words) {
        return words.startsWith("Error:") ? words : ERROR + words;
    }

    /// @param path of the URL in the request, for errors
    /// @throws llmrouter.chat.GatewayError the URL is neither a web address nor a data URL
    public static Source source(String url, String path) {
        if (DataUrl.is(url)) {
            DataUrl data = DataUrl.parse(url, path);
            return new Source.Base64Source(data.mediaType(), data.data());
        }
        if (url.startsWith("https://") || url.startsWith("http://")) return new Source.UrlSource(url);
        throw RequestFields.wrong(path, "must begin with https:// or data:<media type>;base64,");
    }

    public static Part audio(RequestFields audio) {
        return new AudioPart(audio.requiredText("data"), audio.requiredText("format"));
    }

    /// The content in a file's `file_data`. Base64 without a data URL is read as a PDF, as in the vendor's first
    /// examples.
    ///
    /// @param cache the part's mark, or null
    /// @throws llmrouter.chat.GatewayError it is missing or malformed
    public static Part inlineFile(RequestFields file, CacheMark cache) {
        String title = file.text("filename");
        String text = file.requiredText("file_data");
        String path = file.path("file_data");
        if (!DataUrl.is(text)) {
            DataUrl.checkBase64(text, path);
            return new DocumentPart(new Source.Base64Source("application/pdf", text), title, cache);
        }
        DataUrl data = DataUrl.parse(text, path);
        if (data.mediaType().startsWith("image/")) {
            return new ImagePart(new Source.Base64Source(data.mediaType(), data.data()), null, cache);
        }
        if (data.mediaType().startsWith("text/") || data.mediaType().equals("application/json"))
            return new DocumentPart(new Source.TextSource(data.text(path)), title, cache);
        return new DocumentPart(new Source.Base64Source(data.mediaType(), data.data()), title, cache);
    }
}
