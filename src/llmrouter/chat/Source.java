package llmrouter.chat;

/// Where an image's or a document's content is.
public sealed interface Source {
    record Base64Source(String mediaType, String data) implements Source {}

    record UrlSource(String url) implements Source {}

    record TextSource(String text) implements Source {}

    /// An id in the provider's own file store.
    record FileSource(String id) implements Source {}
}
