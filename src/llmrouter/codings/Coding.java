package llmrouter.codings;

/// The content codings that are read.
enum Coding {
    GZIP("gzip"),
    /// the zlib format (RFC 9110 §8.4.1.2), or bare deflate data, which some programs send by that name
    DEFLATE("deflate"),
    ZSTD("zstd");

    private final String word;

    Coding(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /// The coding of that name in lower case, or null.
    static Coding named(String name) {
        return switch (name) {
            case "gzip", "x-gzip" -> GZIP; // RFC 9110 §8.4.1.3
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    /// A decoder whose content `next` takes.
    ByteSink decoder(ZstdBounds bounds, ByteSink next) {
        return switch (this) {
            case GZIP -> new GzipDecoder(next);
            case DEFLATE -> new DeflateDecoder(next);
            case ZSTD -> new ZstdSink(bounds, next);
        };
    }
}
