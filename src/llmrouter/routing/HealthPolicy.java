package llmrouter.routing;

import llmrouter.config.Settings;
import llmrouter.config.Settings.CooldownSettings;

/// Which failures put a candidate on cooldown or open its circuit, and for how long. All times are milliseconds.
///
/// @param configurationMs cooldown for errors of the configuration, and for an unknown model
/// @param rateLimitMs     cooldown for a rate limit whose answer does not say how long
/// @param billingMs       cooldown for an account without credit
/// @param authMs          cooldown for a refused key or a forbidden model
/// @param policyMs        cooldown for a request that the provider's content policy refused, or a gateway that a server
///                        in front of the provider blocks
/// @param circuitFailures consecutive failures that open the circuit; 0 switches circuits off
/// @param circuitMs       how long it stays open before one request tests the candidate
/// @param ttlMs           age at which a record that was not updated is forgotten
public record HealthPolicy(long configurationMs, long rateLimitMs, long billingMs, long authMs, long policyMs,
        int circuitFailures, long circuitMs, long ttlMs) {
    /// The longest cooldown that a provider can ask for.
    private static final long LONGEST_MS = 24 * 3_600_000L;
    /// Clocks are corrected by less than this all the time, and different machines disagree by as much.
    static final long CLOCK_STEP_MS = 5_000;

    /// The policy that the settings describe.
    public static HealthPolicy of(Settings settings) {
        CooldownSettings c = settings.cooldowns();
        return new HealthPolicy(c.configurationMs(), c.rateLimitMs(), c.billingMs(), c.authMs(), c.policyMs(),
            settings.retry().circuitFailures(), settings.retry().circuitCooldownMs(),
            settings.state().candidateTtlMs());
    }

    /// The cooldown after one failure of this category; 0 if only the circuit decides.
    ///
    /// @param retryAfterMs what the provider asked for, or -1
    public long cooldownMs(FailureClass category, long retryAfterMs) {
        return switch (category) {
            case RATE_LIMITED -> retryAfterMs >= 0 ? Math.min(retryAfterMs, LONGEST_MS) : rateLimitMs;
            case TEMPORARY -> Math.clamp(retryAfterMs, 0, LONGEST_MS);
            case BILLING -> billingMs;
            case AUTH, FORBIDDEN -> authMs;
            case POLICY -> policyMs;
            case EDGE_BLOCKED -> Math.clamp(retryAfterMs, policyMs, LONGEST_MS); // the same address may pass again
            case CONFIGURATION, NOT_FOUND -> configurationMs;
            case INVALID_REQUEST, CONTEXT_OVERFLOW, LOCAL, NETWORK, TIMEOUT, BAD_RESPONSE -> 0;
        };
    }

    /// How long a cooldown may last at most.
    ///
    /// @param reason the word of the last failure. One that causes no cooldown by itself leaves an earlier one as it
    ///               is, which may be the longest of all
    long longestMs(String reason) {
        FailureClass category = FailureClass.ofWord(reason);
        long own = category == null ? 0 : cooldownMs(category, LONGEST_MS);
        if (category == FailureClass.RATE_LIMITED) return Math.max(own, rateLimitMs);
        if (own > 0) return own;
        long longest = Math.max(Math.max(LONGEST_MS, rateLimitMs), Math.max(billingMs, authMs));
        return Math.max(longest, Math.max(policyMs, configurationMs));
    }

    /// How much a failure counts towards opening the circuit. A time-out opens it at once: an outage should cost one
    /// request the full wait, not each request.
    public int strikes(FailureClass category) {
        return switch (category) {
            case TIMEOUT -> circuitFailures;
            case NETWORK, TEMPORARY, BAD_RESPONSE -> 1;
            case INVALID_REQUEST, CONFIGURATION, LOCAL, RATE_LIMITED, BILLING, AUTH, FORBIDDEN, EDGE_BLOCKED, POLICY,
                CONTEXT_OVERFLOW, NOT_FOUND -> 0;
        };
    }
}
