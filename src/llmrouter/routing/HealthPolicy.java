package llmrouter.routing;

import llmrouter.config.Settings;
import llmrouter.config.Settings.CooldownSettings;

/// How long a candidate rests after a failure, in milliseconds.
///
/// @param circuitFailures consecutive failures that open the circuit; 0 switches circuits off
/// @param circuitMs       how long it stays open before one request may probe
/// @param ttlMs           after which a record that nobody touched is forgotten
public record HealthPolicy(long configurationMs, long rateLimitMs, long billingMs, long authMs, long policyMs, int circuitFailures,
        long circuitMs, long ttlMs) {
    /// No provider may put itself to rest for longer.
    private static final long LONGEST_MS = 24 * 3_600_000L;

    /// As the environment wants it.
    public static HealthPolicy of(Settings settings) {
        CooldownSettings c = settings.cooldowns();
        return new HealthPolicy(c.configurationMs(), c.rateLimitMs(), c.billingMs(), c.authMs(), c.policyMs(), settings.retry().circuitFailures(),
            settings.retry().circuitCooldownMs(), settings.state().candidateTtlMs());
    }

    /// How long a failure of this category rests the candidate by itself; 0 if only the circuit decides.
    public long cooldownMs(FailureClass category, long retryAfterMs) {
        return switch (category) {
            case RATE_LIMITED -> retryAfterMs >= 0 ? Math.min(retryAfterMs, LONGEST_MS) : rateLimitMs;
            case TEMPORARY -> Math.clamp(retryAfterMs, 0, LONGEST_MS);
            case BILLING -> billingMs;
            case AUTH, FORBIDDEN -> authMs;
            case POLICY -> policyMs;
            case CONFIGURATION, NOT_FOUND -> configurationMs;
            case INVALID_REQUEST, CONTEXT_OVERFLOW, NETWORK, TIMEOUT, BAD_RESPONSE -> 0;
        };
    }

    /// How much a failure counts towards the circuit. A time-out counts for all of it: an outage should cost one wait,
    /// not one for each request.
    public int strikes(FailureClass category) {
        return switch (category) {
            case TIMEOUT -> circuitFailures;
            case NETWORK, TEMPORARY, BAD_RESPONSE -> 1;
            case INVALID_REQUEST, CONFIGURATION, RATE_LIMITED, BILLING, AUTH, FORBIDDEN, POLICY, CONTEXT_OVERFLOW, NOT_FOUND -> 0;
        };
    }
}
