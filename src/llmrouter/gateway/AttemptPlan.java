package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Route;
import llmrouter.routing.Route.Weighted;
import llmrouter.routing.SplitMix64;

/// Which candidate is asked next, how often, and when to stop. One exchange, one owner.
final class AttemptPlan {
    /// A lone candidate that asks for no more than this is waited for once.
    private static final long PATIENCE_MS = 5_000;

    private final List<Candidate> candidates = new ArrayList<>();
    private final ExchangePolicy policy;
    private final SplitMix64 random;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private int index;
    private int tries = 1;
    private boolean stale;
    private boolean waited;
    private String end = "ok";
    private Failure last;

    /// What to do about a failure.
    sealed interface Decision {
        /// The same candidate, after a pause.
        record Again(long delayMs) implements Decision {}

        /// The next candidate, at once.
        record Next() implements Decision {}

        /// The same candidate at once, without a field that it refused.
        record Without(String field) implements Decision {}

        record GiveUp(Failure last) implements Decision {}
    }

    AttemptPlan(Route route, ExchangePolicy policy, SplitMix64 random) {
        this.policy = policy;
        this.random = random;
        for (Weighted w : route.primary()) candidates.add(w.candidate());
        candidates.addAll(route.fallback());
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    Candidate current() {
        return candidates.get(index);
    }

    int index() {
        return index;
    }

    /// Fields that the current candidate refused during this exchange.
    Set<String> refused() {
        return new HashSet<>(refused);
    }

    /// A connection that was dead before use says nothing about the provider: the first one is simply replaced.
    boolean firstStale() {
        boolean first = !stale;
        stale = true;
        return first;
    }

    void succeeded(int status) {
        attempts.add(new Attempt(current().ref(), status, "ok", tries));
        end = "ok";
    }

    void failed(int status, String category) {
        attempts.add(new Attempt(current().ref(), status, category, tries));
        end = category;
    }

    /// @param written fields that a translation put into the request
    Decision decide(Failure failure, List<String> written) {
        if (last == null || failure.status() > 0 || last.status() == 0) last = failure;
        String field = RefusedField.of(failure, written, refused);
        if (field != null) {
            refused.add(field);
            return new Decision.Without(field);
        }
        FailureClass category = failure.category();
        int allowed = index == 0 ? policy.retry().attempts() : 1;
        if (category.retry() && tries < allowed && failure.retryAfterMs() <= policy.retry().maxDelayMs()) {
            tries++;
            return new Decision.Again(Math.max(policy.retry().delayMs(tries, random), failure.retryAfterMs()));
        }
        int next = next(failure);
        if (next >= 0) {
            index = next;
            tries = 1;
            refused.clear();
            return new Decision.Next();
        }
        if (category == FailureClass.RATE_LIMITED && !waited && allowed > 1 && failure.retryAfterMs() >= 0 && failure.retryAfterMs() <= PATIENCE_MS) {
            waited = true;
            tries++;
            return new Decision.Again(failure.retryAfterMs());
        }
        return new Decision.GiveUp(last);
    }

    /// The candidate that may take over after this failure, or -1. After an overflow only one whose window is larger or unknown helps.
    private int next(Failure failure) {
        FailureClass category = failure.category();
        if (!category.fallBack() && !(category == FailureClass.POLICY && policy.policyFallback())) return -1;
        Long window = current().model().contextWindow();
        for (int i = index + 1; i < candidates.size(); i++) {
            Long other = candidates.get(i).model().contextWindow();
            if (category != FailureClass.CONTEXT_OVERFLOW || other == null || window == null || other > window) return i;
        }
        return -1;
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /// `ok`, or the last failure's word.
    String end() {
        return end;
    }
}
