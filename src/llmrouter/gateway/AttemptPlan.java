package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.FailureClass;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Reservation;
import llmrouter.routing.Route;
import llmrouter.routing.SplitMix64;

/// What one request has tried, and what it may still try. Who is next among those is for the shared state to say. One exchange,
/// one owner.
final class AttemptPlan {
    /// The last candidate is waited for once if it asks for no more than this.
    private static final long PATIENCE_MS = 5_000;

    private final Route route;
    private final List<Candidate> candidates;
    private final List<Choice> choices;
    private final ExchangePolicy policy;
    private final SplitMix64 random;
    private final String affinity;
    private final long tokens;
    private final List<String> signatures;

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Skip> skipped = new ArrayList<>();
    private final Set<Integer> barred = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private Chosen chosen;
    private boolean first = true;
    private int tries;
    private boolean stale;
    private boolean waited;
    private boolean unthinking;
    private RequestEnd end = RequestEnd.OK;
    private Failure last;

    /// What to do about a failure.
    sealed interface Decision {
        /// The same candidate, after a pause.
        record Again(long delayMs) implements Decision {}

        /// Another candidate, at once.
        record Next() implements Decision {}

        /// The same candidate at once, without a field that it refused, or with one that it wants.
        record Otherwise(String field) implements Decision {}

        /// The same candidate at once, without any thinking in the history.
        record Unthinking() implements Decision {}

        record GiveUp() implements Decision {}
    }

    /// @param choices  the route's candidates as the shared state sees them
    /// @param affinity key of the conversation, or null
    /// @param tokens   estimate of what the request will use
    /// @param signatures hashes of the signed thinking that the request replays
    AttemptPlan(Route route, List<Choice> choices, ExchangePolicy policy, SplitMix64 random, String affinity, long tokens,
            List<String> signatures) {
        this.route = route;
        this.candidates = route.candidates();
        this.choices = choices;
        this.policy = policy;
        this.random = random;
        this.affinity = affinity;
        this.tokens = tokens;
        this.signatures = signatures;
    }

    Route route() {
        return route;
    }

    String affinity() {
        return affinity;
    }

    /// Asks for whoever is best among the untried.
    PickRequest anyone() {
        return question(-1);
    }

    /// Asks for the present candidate once more: every call counts against its caps.
    PickRequest again() {
        return question(chosen.index());
    }

    private PickRequest question(int only) {
        return new PickRequest(route.ref(), route.strategy(), choices, route.primary().size(), Set.copyOf(barred), only, affinity, tokens, signatures);
    }

    /// The shared state has named a candidate.
    void take(Chosen pick) {
        boolean same = chosen != null && chosen.index() == pick.index();
        if (!same) {
            first = chosen == null;
            tries = 0;
            refused.clear();
        }
        tries++;
        chosen = pick;
        note(pick.skipped());
    }

    /// Keeps who was passed over, for the record; the first reason given for a candidate stays.
    void note(List<Skip> passed) {
        for (Skip s : passed) {
            boolean known = false;
            for (Skip old : skipped) known |= old.ref().equals(s.ref());
            if (!known) skipped.add(s);
        }
    }

    Candidate current() {
        return candidates.get(chosen.index());
    }

    /// Tokens that the present candidate counts where a thousand are estimated, or 0 if that was not seen yet.
    long scale() {
        return chosen == null ? 0 : chosen.scale();
    }

    Reservation reservation() {
        return chosen == null ? null : chosen.reservation();
    }

    /// Fields that the present candidate is known to refuse.
    Set<String> refused() {
        var all = new HashSet<>(refused);
        all.addAll(chosen.refused());
        return all;
    }

    /// Whether a signature, by its hash, must not be replayed to the present candidate.
    boolean foreign(String signature) {
        return unthinking || chosen.foreign().contains(signature);
    }

    /// A kept connection that was dead before use says nothing about the provider: the first one is replaced at once, even where there is
    /// but one attempt. It counts as an attempt, because a provider that hangs up on everybody looks the same.
    boolean replacesStale(long ms) {
        if (stale || allowed() > 1 && tries >= allowed()) return false;
        stale = true;
        over(0, RequestEnd.NETWORK, ms);
        tries++;
        return true;
    }

    /// Attempts on the present candidate. One that is only being probed gets no second one while there is somebody else, and one that is down
    /// none at all: agents retry for minutes themselves, and each of their tries would be three at a provider that is in trouble.
    private int allowed() {
        boolean probing = chosen.reservation().probe() && barred.size() + 1 < candidates.size();
        return first && !probing && !chosen.lastResort() ? policy.retry().attempts() : 1;
    }

    /// The present attempt is over.
    void over(int status, RequestEnd how, long ms) {
        attempts.add(new Attempt(current().ref(), status, how, tries, ms));
        end = how;
    }

    /// @param prepared the request that failed, or null if there was none
    Decision decide(Failure failure, PreparedRequest prepared) {
        if (last == null || failure.status() > 0 || last.status() == 0) last = failure;
        String field = prepared == null ? null : RefusedField.of(failure, prepared, refused());
        if (field != null) {
            refused.add(field);
            return new Decision.Otherwise(field);
        }
        if (!unthinking && (failure.missesThinking() || !signatures.isEmpty() && failure.namesSignature())) {
            unthinking = true;
            return new Decision.Unthinking();
        }
        FailureClass category = failure.category();
        if (category.retry() && tries < allowed() && failure.retryAfterMs() <= policy.retry().maxDelayMs()) {
            return new Decision.Again(Math.max(policy.retry().delayMs(tries + 1, random), failure.retryAfterMs()));
        }
        barred.add(chosen.index());
        if (mayFallBack(category)) {
            if (category == FailureClass.CONTEXT_OVERFLOW) barSmaller();
            if (barred.size() < candidates.size()) return new Decision.Next();
        }
        if (category == FailureClass.RATE_LIMITED && !waited && policy.retry().attempts() > 1 && failure.retryAfterMs() >= 0 && failure.retryAfterMs() <= PATIENCE_MS) {
            waited = true;
            return new Decision.Again(failure.retryAfterMs());
        }
        return new Decision.GiveUp();
    }

    /// A cap has no room for one more attempt on the present candidate: whether somebody else may take it.
    boolean movesOn() {
        if (chosen == null || !barred.add(chosen.index())) return false;
        return mayFallBack(last.category()) && barred.size() < candidates.size();
    }

    private boolean mayFallBack(FailureClass category) {
        return category.fallBack() || category == FailureClass.POLICY && policy.policyFallback();
    }

    /// After an overflow only a window that is larger, or unknown, can help.
    private void barSmaller() {
        Long window = current().model().contextWindow();
        if (window == null) return;
        for (int i = 0; i < candidates.size(); i++) {
            Long other = candidates.get(i).model().contextWindow();
            if (other != null && other <= window) barred.add(i);
        }
    }

    /// The last failure that a provider told us, else the last one of all; null if there was none.
    Failure last() {
        return last;
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    List<Skip> skipped() {
        return List.copyOf(skipped);
    }

    /// `OK`, or the last failure.
    RequestEnd end() {
        return end;
    }

    /// The request ends without another attempt.
    void end(RequestEnd how) {
        end = how;
    }
}
