package llmrouter.protocol.request;

import llmrouter.chat.CacheMark;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part;
import llmrouter.chat.Source;

/// Makes the part that a client's file is, whatever kind of part the client has put it in: an image may come as a file,
/// a PDF as an image, and text under any media type ([MediaTypes]).
///
/// @param title  the file's name, or null
/// @param detail how closely an image is to be looked at, or null
/// @param cache  the part's mark, or null
public record Attachment(String title, String detail, CacheMark cache) {

    /// @param declared media type, or null
    /// @param data     base64
    /// @param path     of the data in the request, for errors
    /// @throws llmrouter.chat.GatewayError it is not base64, or it is called text and is not UTF-8
    public Part of(String declared, String data, String path) {
        DataUrl.checkBase64(data, path);
        var file = new DataUrl(declared, data);
        String type = MediaTypes.of(declared, title, file);
        if (MediaTypes.isImage(type)) return new ImagePart(new Source.Base64Source(type, data), detail, cache);
        if (MediaTypes.isText(type)) return new DocumentPart(new Source.TextSource(file.text(path)), title, cache);
        if (type.startsWith("audio/")) return new AudioPart(data, audioFormat(type));
        return new DocumentPart(new Source.Base64Source(type, data), title, cache);
    }

    /// @param image whether it is meant to be an image, where the address does not tell
    /// @throws llmrouter.chat.GatewayError the URL is neither a web address nor a data URL
    public Part of(String url, boolean image, String path) {
        if (DataUrl.is(url)) {
            DataUrl data = DataUrl.parse(url, path);
            return of(data.mediaType(), data.data(), path);
        }
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw RequestFields.wrong(path, "must begin with https:// or data:<media type>;base64,");
        }
        String type = MediaTypes.byName(path(url));
        boolean shown = image ? !MediaTypes.PDF.equals(type) : type != null && MediaTypes.isImage(type);
        Source source = new Source.UrlSource(url);
        return shown ? new ImagePart(source, detail, cache) : new DocumentPart(source, title, cache);
    }

    private static String path(String url) {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') end++;
        return url.substring(0, end);
    }

    /// A media type or a format as OpenAI names formats: `wav` or `mp3`; others as they are.
    static String audioFormat(String name) {
        String type = MediaTypes.registered(name.indexOf('/') < 0 ? "audio/" + name : name);
        String format = type.substring(type.indexOf('/') + 1);
        return format.equals("mpeg") ? "mp3" : format;
    }
}
