package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.routing.Choice.Cap;

/// What one attempt has reserved of its caps. When the attempt is over, it is settled or given back.
///
/// @param ref         the candidate
/// @param held        one for each of its caps
/// @param tokens      the estimate that was reserved
/// @param probe       whether this attempt tests a half-open circuit
/// @param lease       name of the reservation in a state that several gateways share, or null
/// @param fingerprint of the candidate's provider ([Fingerprint]); empty if unknown
public record Reservation(String ref, List<Held> held, long tokens, boolean probe, String lease, String fingerprint) {
    /// What the attempt holds of the provider's caps, to be settled at its end.
    public Reservation ofAttempt() {
        return new Reservation(ref, held(false), tokens, probe, lease, fingerprint);
    }

    /// What the request holds of the caps of the client's key, to be settled at the end of the request; null if there
    /// are none.
    public Reservation ofClient() {
        List<Held> some = held(true);
        return some.isEmpty() ? null : new Reservation(ref, some, tokens, false, lease, fingerprint);
    }

    private List<Held> held(boolean ofClient) {
        var some = new ArrayList<Held>();
        for (Held h : held) {
            if (Cap.isOfClient(h.key()) == ofClient) some.add(h);
        }
        return List.copyOf(some);
    }

    /// A part of it.
    ///
    /// @param key   of the cap, `provider/bucket`
    /// @param start of the window that was counted in, milliseconds since 1970; 0 for a cap without a window
    public record Held(String key, long start) {}
}
