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
        /// the gateway's own machine has no files, ports, threads or memory for the call
        LOCAL,
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

    /// Whether a kept connection, or a client with all its connections, ended before this call's answer.
    public boolean isStale() {
        return kind == Kind.STALE;
    }

    /// Whether the provider may have seen the request.
    public boolean reached() {
        return switch (kind) {
            case LOCAL, CONNECT, CONNECT_TIMEOUT -> false;
            case STALE, RESET, CUT, TOO_LARGE, GARBLED -> true;
        };
    }
}
