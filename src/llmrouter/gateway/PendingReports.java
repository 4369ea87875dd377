package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;
import llmrouter.routing.Reservation;
import llmrouter.text.Fnv1a;

/// What one exchange has found out and not yet reported to the shared state, and the reservation that it still holds
/// there. One exchange, one owner.
final class PendingReports {
    private final List<Outcome> pending = new ArrayList<>();
    private Reservation reservation;
    /// What the request holds of the caps of its client's key, from its first attempt to its end; or null.
    private Reservation ofClient;
    private String fingerprint = "";
    private boolean reachedOnce;

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /// Takes everything for one report.
    List<Outcome> take() {
        var all = List.copyOf(pending);
        pending.clear();
        return all;
    }

    /// An attempt has reserved what it may use, which is [settled][#settle] once.
    void hold(Reservation reserved) {
        reservation = reserved.ofAttempt();
        fingerprint = reserved.fingerprint();
        if (ofClient == null) ofClient = reserved.ofClient();
    }

    /// Gives back what the attempt did not use. Does nothing if that was done before.
    ///
    /// @param reached whether the provider may have seen the attempt
    /// @param usage   or null if it is not known
    void settle(boolean reached, Usage usage) {
        if (reservation == null) return;
        reachedOnce |= reached;
        pending.add(new Outcome.Settled(reservation, reached, tokens(usage)));
        reservation = null;
    }

    /// Settles what the request holds of its client's caps, once. If no provider may have seen the request, it is given
    /// back.
    ///
    /// @param usage or null if it is not known
    void settleRequest(Usage usage) {
        if (ofClient != null) pending.add(new Outcome.Settled(ofClient, reachedOnce, tokens(usage)));
        ofClient = null;
    }

    private static long tokens(Usage usage) {
        return usage == null ? -1 : usage.prompt() + usage.output();
    }

    /// The candidate answers, so its earlier failures are forgiven.
    ///
    /// @param affinity key of the conversation, or null
    void healthy(Candidate candidate, String affinity) {
        pending.add(new Outcome.Healthy(candidate.ref(), affinity, fingerprint));
    }

    /// The candidate failed.
    ///
    /// @param retryAfterMs what the provider asks the gateway to wait, or -1
    void failed(Candidate candidate, FailureClass category, long retryAfterMs) {
        pending.add(new Outcome.Failed(candidate.ref(), category, retryAfterMs, fingerprint));
    }

    /// The candidate refused a request field or, with a `+` before it, requires one.
    void refused(Candidate candidate, String field) {
        pending.add(new Outcome.Refused(candidate.ref(), field));
    }

    /// What the client may send back later can be read only by the provider that made it. A seal that names its issuer
    /// need not be remembered.
    void signed(Candidate candidate, List<Seal> seals) {
        for (Seal s : seals) {
            if (!s.issuer().isEmpty()) continue;
            pending.add(new Outcome.Signed(Fnv1a.hex(s.content()), candidate.provider().id()));
        }
    }

    /// The model counted the request's tokens.
    void measured(List<? extends Outcome> counts) {
        pending.addAll(counts);
    }
}
