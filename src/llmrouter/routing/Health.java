package llmrouter.routing;

import java.util.List;

/// How a candidate has been doing. Times are milliseconds since 1970.
///
/// @param strikes   consecutive failures that count towards the circuit
/// @param openUntil when the circuit lets one request probe; 0 while it is closed
/// @param restUntil end of a rest that a single failure imposed; 0 for none
/// @param reason    the last failure's word
/// @param touched   when this was recorded
public record Health(int strikes, long openUntil, long restUntil, String reason, long touched) {
    public static final Health FINE = new Health(0, 0, 0, "", 0);
    /// Everything that [#word] may say.
    public static final List<String> WORDS = List.of("ok", "cooldown", "circuit-open", "half-open");

    Health after(FailureClass category, long retryAfterMs, HealthPolicy policy, long now) {
        long rest = policy.restMs(category, retryAfterMs);
        int added = policy.strikes(category);
        int sum = Math.min(strikes + added, 1000);
        boolean opens = added > 0 && policy.circuitFailures() > 0 && policy.circuitMs() > 0 && sum >= policy.circuitFailures();
        return new Health(sum, opens ? now + policy.circuitMs() : openUntil, Math.max(restUntil, rest > 0 ? now + rest : 0), category.word(), now);
    }

    public boolean open(long now) {
        return openUntil > now;
    }

    /// Whether the circuit was open and its time is over: the next request is a test.
    public boolean halfOpen(long now) {
        return openUntil > 0 && openUntil <= now;
    }

    public boolean resting(long now) {
        return restUntil > now;
    }

    /// `ok`, or what keeps it from being asked like the others.
    public String word(long now) {
        return resting(now) ? "cooldown" : open(now) ? "circuit-open" : halfOpen(now) ? "half-open" : "ok";
    }

    /// When it may be asked again.
    public long returns() {
        return Math.max(openUntil, restUntil);
    }
}
