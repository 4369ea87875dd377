package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.request.DataUrl;

/// Images that the model made, in a member of the message that the vendor's own format does not have. Gateways and
/// providers that offer such models in this format write it, and clients read it (openrouter.ai/docs, "Image
/// generation"): `"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,…"}}]`.
final class OutputImages {
    static final String NAME = "images";
    private static final String BASE64 = ";base64,";

    private OutputImages() {}

    /// The images of a message or delta, in order.
    static List<Source> of(Json.Obj message) {
        if (!message.has(NAME)) return List.of();
        var images = new ArrayList<Source>();
        for (Json.Obj item : message.objects(NAME)) {
            Json.Obj image = item.object("image_url");
            String url = image == null ? item.text("image_url") : image.text("url");
            if (url != null) images.add(source(url));
        }
        return images;
    }

    private static Source source(String url) {
        int end = url.indexOf(BASE64);
        if (!DataUrl.is(url) || end < 0) return new Source.UrlSource(url);
        return new Source.Base64Source(url.substring("data:".length(), end), url.substring(end + BASE64.length()));
    }

    /// @param index how many images stand before it
    /// @return null for an image that only its vendor has
    static Json.Obj item(Source source, int index) {
        String url = switch (source) {
            case Source.Base64Source s -> "data:" + s.mediaType() + ";base64," + s.data();
            case Source.UrlSource s -> s.url();
            case Source.TextSource _, Source.FileSource _ -> null;
        };
        if (url == null) return null;
        return Json.object().put("type", "image_url").put("index", index)
            .put("image_url", Json.object().put("url", url));
    }
}
