package llmrouter.routing;

import llmrouter.text.TimeWords;

/// A cooldown or a circuit that ended before its time.
///
/// @param ref         the candidate, `provider/model`
/// @param state       what it was in, never [CandidateState#OK]
/// @param reason      the word of its last failure ([FailureClass#word])
/// @param remainingMs how much longer it would have lasted; 0 for a circuit whose time was over
public record EndedCooldown(String ref, CandidateState state, String reason, long remainingMs) {
    /// @return null if there was nothing to end
    public static EndedCooldown of(String ref, Health before, long now) {
        CandidateState state = before.state(now);
        if (state == CandidateState.OK) return null;
        return new EndedCooldown(ref, state, before.reason(), Math.max(0, before.availableAt() - now));
    }

    /// Id of the provider: the reference up to its slash.
    public String provider() {
        return Candidate.providerOf(ref);
    }

    /// `anthropic/claude-x: cooldown of 9 min after auth_failed ended`.
    public String line() {
        String what = switch (state) {
            case OK, COOLDOWN, LEFT_OUT -> "cooldown of " + TimeWords.of(remainingMs);
            case CIRCUIT_OPEN -> "open circuit of " + TimeWords.of(remainingMs);
            case HALF_OPEN -> "half-open circuit";
        };
        return ref + ": " + what + " after " + reason + " ended";
    }
}
