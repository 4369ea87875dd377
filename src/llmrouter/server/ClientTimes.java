package llmrouter.server;

/// Time limits for a client, in milliseconds.
///
/// @param headMs  from a request's first byte to the last of its header
/// @param bodyMs  to send another [#BODY_STEP] bytes of its body, or the body's end
/// @param drainMs to send the rest of a request that is already answered
/// @param writeMs to accept the next [#WRITE_STEP] bytes of its answer
record ClientTimes(long headMs, long bodyMs, long drainMs, long writeMs) {
    /// A single byte is no progress: a client that sends one byte a minute would only hold the connection.
    static final int BODY_STEP = 4096;
    static final int WRITE_STEP = 1 << 16;

    /// A client may pause longer while it reads an answer than while it sends a request: a user may have paused the
    /// terminal.
    static final ClientTimes USUAL = new ClientTimes(10_000, 60_000, 30_000, 300_000);

    /// How often to check the limits, so that they are exceeded by an eighth at most.
    long periodMs() {
        return Math.clamp(Math.min(Math.min(headMs, bodyMs), Math.min(drainMs, writeMs)) / 8, 5, 1000);
    }
}
