package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Usage;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;
import llmrouter.routing.Reservation;
import llmrouter.text.Fnv1a;

/// What one exchange has found out and not yet told the shared state, and what it still holds of that state's promises.
final class PendingReports {
    private final List<Outcome> untold = new ArrayList<>();
    private Reservation reservation;

    boolean isEmpty() {
        return untold.isEmpty();
    }

    /// All there is; from now on it is told.
    List<Outcome> take() {
        var all = List.copyOf(untold);
        untold.clear();
        return all;
    }

    /// An attempt has its promise, to be [settled][#settle] once.
    void hold(Reservation promise) {
        reservation = promise;
    }

    /// @param reached whether the provider may have seen the attempt
    /// @param usage   or null if nobody knows
    void settle(boolean reached, Usage usage) {
        if (reservation != null) untold.add(new Outcome.Settled(reservation, reached, usage == null ? -1 : usage.prompt() + usage.output()));
        reservation = null;
    }

    void alive(Candidate candidate, String affinity) {
        untold.add(new Outcome.Alive(candidate.ref(), affinity));
    }

    void failed(Candidate candidate, FailureClass category, long retryAfterMs) {
        untold.add(new Outcome.Failed(candidate.ref(), category, retryAfterMs));
    }

    void refused(Candidate candidate, String field) {
        untold.add(new Outcome.Refused(candidate.ref(), field));
    }

    /// Signed thinking that the client may send back some day belongs to whoever signed it.
    void signed(Candidate candidate, List<String> signatures) {
        for (String s : signatures) untold.add(new Outcome.Signed(Fnv1a.hex(s), candidate.provider().id()));
    }

    void measured(List<? extends Outcome> counts) {
        untold.addAll(counts);
    }
}
