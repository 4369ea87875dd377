package llmrouter.protocol.answer;

import llmrouter.chat.Losses;
import llmrouter.chat.Source;

/// How an image that the model made is told where an answer can have no such image.
public final class ImageLink {
    private ImageLink() {}

    /// The Markdown that shows an image which has an address; null for any other, which goes into the ledger: its data
    /// would fill the client's context.
    public static String of(Source source, Losses losses) {
        if (source instanceof Source.UrlSource(var url)) {
            losses.approximated("image", "told as a link");
            return "![image](" + url + ")";
        }
        losses.dropped("image", "an answer of this format has no such image");
        return null;
    }
}
