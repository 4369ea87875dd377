package llmrouter.server;

/// How long a client may take, in milliseconds.
///
/// @param headMs  from a request's first byte to the last of its header
/// @param bodyMs  to send another [#BODY_STEP] bytes of its body, or the body's end
/// @param drainMs to send what is left of a request that has its answer already
/// @param writeMs to take the next [#WRITE_STEP] bytes of its answer
record ClientTimes(long headMs, long bodyMs, long drainMs, long writeMs) {
    /// Progress is more than a byte: whoever sends one a minute is not uploading but occupying.
    static final int BODY_STEP = 4096;
    static final int WRITE_STEP = 1 << 16;

    /// Reading an answer may pause for longer than sending a request: somebody may look at a stream in a terminal that stands still.
    static final ClientTimes USUAL = new ClientTimes(30_000, 60_000, 30_000, 300_000);

    /// How often to look, so that nobody gets much more than his time.
    long periodMs() {
        return Math.clamp(Math.min(Math.min(headMs, bodyMs), Math.min(drainMs, writeMs)) / 8, 5, 1000);
    }
}
