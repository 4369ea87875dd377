package llmrouter.deploy.api;

/// How long a call of the API may take, and how often it is repeated.
///
/// @param callMs     for one answer
/// @param uploadMs   for the answer to an upload, which Cloudflare runs once before it answers
/// @param attempts   of a call that may be repeated
/// @param pauseMs    before the second attempt; twice as much before each further one
/// @param longestMs  that is waited where the API says how long to wait
public record ApiLimits(long callMs, long uploadMs, int attempts, long pauseMs, long longestMs) {
    public static final ApiLimits USUAL = new ApiLimits(30_000, 120_000, 4, 1_000, 60_000);
}
