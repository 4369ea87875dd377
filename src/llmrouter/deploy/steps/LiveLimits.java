package llmrouter.deploy.steps;

/// How long the live gateway is waited for.
///
/// @param totalMs until a new version must answer
/// @param pauseMs between two questions
/// @param callMs  for one answer
public record LiveLimits(long totalMs, long pauseMs, long callMs) {
    public static final LiveLimits USUAL = new LiveLimits(90_000, 1_000, 10_000);
}
