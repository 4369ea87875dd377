package llmrouter.gateway.failure;

/// Why an upstream call broke, as far as the interpreter can tell.
///
/// @param owner  whose fault it is
/// @param detail for people, as the end of a sentence; names hosts and causes, never keys
public record CallFailure(Kind kind, FaultOwner owner, String detail) {
    /// A failure of the provider, or one that looks like it.
    public CallFailure(Kind kind, String detail) {
        this(kind, FaultOwner.PROVIDER, detail);
    }

    /// What broke.
    public enum Kind {
        /// no connection: refused, unknown host, unreachable, TLS
        CONNECT,
        /// connecting took too long
        CONNECT_TIMEOUT,
        /// a kept connection was closed before it carried anything
        STALE,
        /// cut before the first byte of an answer
        RESET,
        /// cut inside the answer
        CUT,
        /// more bytes than allowed, or an event without end
        TOO_LARGE,
        /// bytes that do not decode: compression, framing
        GARBLED
    }

    /// Whether the provider may have seen the request.
    public boolean reached() {
        return switch (kind) {
            case CONNECT, CONNECT_TIMEOUT -> false;
            case STALE, RESET, CUT, TOO_LARGE, GARBLED -> true;
        };
    }
}
