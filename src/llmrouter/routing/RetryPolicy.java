package llmrouter.routing;

/// How often and how soon a failed attempt is repeated. Pauses are milliseconds.
///
/// @param attempts    on the first candidate; each later candidate gets one
/// @param baseDelayMs before the second attempt, doubled for each one after it
/// @param maxDelayMs  the longest pause
public record RetryPolicy(int attempts, long baseDelayMs, long maxDelayMs) {
    /// The pause before attempt number `next` (2 for the first retry): exponential, then reduced at random to 50–100 %,
    /// so that requests which failed together are not repeated together.
    public long delayMs(int next, SplitMix64 random) {
        long full = baseDelayMs;
        for (int i = 2; i < next && full < maxDelayMs; i++) full *= 2;
        full = Math.min(full, maxDelayMs);
        return full <= 1 ? full : full - random.below(full / 2 + 1);
    }
}
