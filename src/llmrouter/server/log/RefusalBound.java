package llmrouter.server.log;

/// How many refused requests are logged one by one: 60 at once, and one more every five seconds. So a client that is
/// refused again and again can fill neither the disk nor the terminal, while the first ones, which show what is wrong,
/// are all there. It has no clock; a time is milliseconds since 1970. Thread-safe.
final class RefusalBound {
    static final int BURST = 60;
    static final long EVERY_MS = 5_000;

    private long room = BURST;
    private long since = Long.MIN_VALUE;

    /// Whether a request that is refused now is logged.
    synchronized boolean admits(long now) {
        if (since == Long.MIN_VALUE || now < since) since = now; // the clock was set back
        long grown = (now - since) / EVERY_MS;
        since = room + grown >= BURST ? now : since + grown * EVERY_MS;
        room = Math.min(BURST, room + grown);
        if (room == 0) return false;
        room--;
        return true;
    }
}
