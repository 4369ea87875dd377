package llmrouter.worker;

import java.util.List;

/// Why a request's body could not be read, from what the platform or the decoder of zstd says.
enum BodyFault {
    /// the client did not send all of it
    TORN_OFF,
    /// it is not what its codings say
    DAMAGED,
    /// it has more bytes than are allowed
    LARGE;

    /// In the words of [HostedZstd#told].
    static final String TOO_LARGE = "is too large";
    private static final String ZSTD = "its zstd coding ";
    /// How the platform says that a decompressed body ends too early.
    private static final String INCOMPLETE = "incomplete";

    /// @param detail the platform's words, or those of [HostedZstd#told]
    static BodyFault of(String detail, List<String> codings) {
        if (detail.startsWith(ZSTD + TOO_LARGE)) return LARGE;
        return codings.isEmpty() || detail.startsWith(HostedReplies.LOST) ? TORN_OFF : DAMAGED;
    }

    /// A clause about a body that is damaged.
    static String words(String detail, List<String> codings) {
        if (detail.startsWith(ZSTD)) return detail;
        var others = codings.stream().filter(coding -> !coding.equals("zstd")).toList();
        return "its " + String.join(", ", others) + " coding "
            + (detail.contains(INCOMPLETE) ? "ends too early" : "is damaged");
    }
}
