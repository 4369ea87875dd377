package llmrouter.routing;

/// The recent failures of one candidate. Immutable. Times are milliseconds since 1970.
///
/// @param strikes       consecutive failures that count towards the circuit
/// @param openUntil     end of the circuit's open time, after which one request tests the candidate; 0 while the
/// circuit is closed
/// @param cooldownUntil end of the cooldown that a single failure caused; 0 for none
/// @param reason        the last failure's word ([FailureClass#word]); empty if there was none
/// @param updatedAt     when this was recorded
/// @param fingerprint   of the provider when it failed ([Fingerprint]); empty if unknown
public record Health(int strikes, long openUntil, long cooldownUntil, String reason, long updatedAt,
        String fingerprint) {
    /// No failure is known. A table keeps no record of it.
    public static final Health HEALTHY = new Health(0, 0, 0, "", 0, "");
    /// Strikes are not counted beyond this.
    private static final int MOST_STRIKES = 1000;
    private static final int LONGEST_FINGERPRINT = 100;

    /// No failure is known of a provider with this fingerprint.
    static Health healthy(String fingerprint) {
        return fingerprint.isEmpty() ? HEALTHY : new Health(0, 0, 0, "", 0, fingerprint);
    }

    /// Whether it says nothing against the candidate.
    public boolean isHealthy() {
        return strikes == 0 && openUntil == 0 && cooldownUntil == 0;
    }

    /// What of it still counts for a provider with this fingerprint. With another key nothing does, because it is
    /// another account. At another address with the same key, a rate limit and a refusal by the content policy do.
    Health under(String present) {
        if (Fingerprint.same(fingerprint, present)) return this;
        boolean ofAccount = reason.equals(FailureClass.RATE_LIMITED.word())
            || reason.equals(FailureClass.POLICY.word());
        if (!ofAccount || cooldownUntil == 0 || !Fingerprint.sameAccount(fingerprint, present)) return HEALTHY;
        return new Health(0, 0, cooldownUntil, reason, updatedAt, present);
    }

    Health with(String known) {
        return new Health(strikes, openUntil, cooldownUntil, reason, updatedAt, known);
    }

    /// This record as it may be at this time, so that nothing in it lasts longer than the policy allows from now on. A
    /// record of a time that is still to come was made while the clock was ahead; it is moved to this moment, and what
    /// it said of how long is kept. What is further ahead than records are kept comes from no clock, and is forgotten.
    Health bounded(HealthPolicy policy, long now) {
        long made = Math.max(0, updatedAt);
        long ahead = made - HealthPolicy.CLOCK_STEP_MS > now ? made - now : 0;
        if (ahead > policy.ttlMs()) return HEALTHY;
        long open = Math.min(Math.max(0, openUntil) - ahead, now + policy.circuitMs());
        long cooldown = Math.min(Math.max(0, cooldownUntil) - ahead, now + policy.longestMs(reason));
        boolean known = reason.isEmpty() || FailureClass.ofWord(reason) != null;
        String print = fingerprint.length() > LONGEST_FINGERPRINT ? "" : fingerprint;
        return new Health(Math.clamp(strikes, 0, MOST_STRIKES), Math.max(0, open), Math.max(0, cooldown),
            known ? reason : "unknown", made - ahead, print);
    }

    /// The health after one more failure.
    ///
    /// @param retryAfterMs what the provider asked for, or -1
    /// @param present      fingerprint of the provider that failed
    Health after(FailureClass category, long retryAfterMs, HealthPolicy policy, String present, long now) {
        long cooldown = policy.cooldownMs(category, retryAfterMs);
        int added = policy.strikes(category);
        int sum = Math.min(strikes + added, MOST_STRIKES);
        boolean circuits = policy.circuitFailures() > 0 && policy.circuitMs() > 0;
        boolean opens = circuits && added > 0 && sum >= policy.circuitFailures();
        long open = opens ? now + policy.circuitMs() : openUntil;
        long until = Math.max(cooldownUntil, cooldown > 0 ? now + cooldown : 0);
        return new Health(sum, open, until, category.word(), now, present);
    }

    /// Whether a cooldown lasts at this time.
    public boolean coolingDown(long now) {
        return cooldownUntil > now;
    }

    /// Whether the circuit is open at this time.
    public boolean circuitOpen(long now) {
        return openUntil > now;
    }

    /// Whether the circuit was open and its time is over: the next request is a test.
    public boolean halfOpen(long now) {
        return openUntil > 0 && openUntil <= now;
    }

    /// The state at this time. A cooldown is reported before a circuit, since both can apply.
    public CandidateState state(long now) {
        if (coolingDown(now)) return CandidateState.COOLDOWN;
        if (circuitOpen(now)) return CandidateState.CIRCUIT_OPEN;
        return halfOpen(now) ? CandidateState.HALF_OPEN : CandidateState.OK;
    }

    /// When neither a cooldown nor an open circuit holds the candidate back; 0 or in the past if nothing does now.
    public long availableAt() {
        return Math.max(openUntil, cooldownUntil);
    }
}
