package llmrouter.zstd;

/// The bytes are not Zstandard that can be decoded. Its message is the reason, as a clause without an end.
public final class ZstdException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the bytes.
    public enum Kind {
        /// they end inside a frame
        TORN,
        /// they break a rule of the format
        DAMAGED,
        /// they are valid, and need something that this decoder does not have
        UNSUPPORTED,
        /// they stand for more content than is allowed
        TOO_LARGE
    }

    private final Kind kind;

    private ZstdException(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    static ZstdException torn(String reason) {
        return new ZstdException(Kind.TORN, reason);
    }

    static ZstdException damaged(String reason) {
        return new ZstdException(Kind.DAMAGED, reason);
    }

    static ZstdException unsupported(String reason) {
        return new ZstdException(Kind.UNSUPPORTED, reason);
    }

    static ZstdException tooLarge(String reason) {
        return new ZstdException(Kind.TOO_LARGE, reason);
    }

    /// What is wrong, for a caller that answers each kind in another way.
    public Kind kind() {
        return kind;
    }
}
