package llmrouter.codings;

/// A body cannot be decoded. Its message is a clause about the body, such as "its gzip coding ends too early".
public final class CodingException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the body.
    public enum Kind {
        /// its coding is not one that is read here
        UNKNOWN,
        /// it is not what its coding says
        DAMAGED,
        /// it ends too early
        TORN,
        /// its content is longer than allowed
        TOO_LARGE
    }

    private final Kind kind;

    private CodingException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static CodingException unknown(String coding) {
        return new CodingException(Kind.UNKNOWN, "its content encoding '" + coding
            + "' is not one that this gateway reads");
    }

    static CodingException damaged(Coding coding, String reason) {
        return new CodingException(Kind.DAMAGED, "its " + coding.word() + " coding is damaged: " + reason);
    }

    static CodingException notThere(Coding coding) {
        return new CodingException(Kind.DAMAGED, "its content encoding says " + coding.word() + ", and it is not");
    }

    static CodingException undecodable(Coding coding, String reason) {
        return new CodingException(Kind.DAMAGED, "its " + coding.word() + " coding cannot be decoded: " + reason);
    }

    static CodingException torn(Coding coding) {
        return new CodingException(Kind.TORN, "its " + coding.word() + " coding ends too early");
    }

    static CodingException tooDeep(int most) {
        return new CodingException(Kind.UNKNOWN, "it has more than " + most + " content encodings");
    }

    static CodingException tooLarge(String words) {
        return new CodingException(Kind.TOO_LARGE, words);
    }

    /// What is wrong, for a caller that answers each kind in another way.
    public Kind kind() {
        return kind;
    }
}
