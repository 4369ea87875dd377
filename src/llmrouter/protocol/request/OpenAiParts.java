package llmrouter.protocol.request;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part;
import llmrouter.text.Ws;

/// How both OpenAI formats say where a part's content is: the same URLs, the same inline files.
public final class OpenAiParts {
    private static final String ERROR = "Error: ";

    private OpenAiParts() {}

    /// The text of a tool's result that is an error: the formats have no member for that, so a word says it, once.
    public static String error(String words) {
        int at = 0;
        while (at < words.length() && Ws.is(words.charAt(at))) at++;
        return words.regionMatches(true, at, "Error:", 0, "Error:".length()) ? words : ERROR + words;
    }

    /// @param path   of the URL in the request, for errors
    /// @param detail or null
    /// @param cache  the part's mark, or null
    /// @throws llmrouter.chat.GatewayError the URL is neither a web address nor a data URL
    public static Part image(String url, String path, String detail, CacheMark cache) {
        return new Attachment(null, detail, cache).of(url, true, path);
    }

    public static Part audio(RequestFields audio) {
        return new AudioPart(audio.requiredText("data"), Attachment.audioFormat(audio.requiredText("format")));
    }

    /// The content in a file's `file_data`: a data URL, or base64 alone, whose type the file's name tells.
    ///
    /// @param cache the part's mark, or null
    /// @throws llmrouter.chat.GatewayError it is missing or malformed
    public static Part inlineFile(RequestFields file, CacheMark cache) {
        var attachment = new Attachment(file.text("filename"), null, cache);
        String text = file.requiredText("file_data");
        String path = file.path("file_data");
        return DataUrl.is(text) ? attachment.of(text, false, path) : attachment.of(null, text, path);
    }

    /// A file at the address in its `file_url`.
    public static Part linkedFile(RequestFields file, CacheMark cache) {
        var attachment = new Attachment(file.text("filename"), null, cache);
        return attachment.of(file.requiredText("file_url"), false, file.path("file_url"));
    }
}
