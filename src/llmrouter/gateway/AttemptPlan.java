package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.KeyPlace;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.failure.RefusedField;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.protocol.continuity.ClosedSummaries;
import llmrouter.protocol.Protocol;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.FailureClass;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.routing.SkipReason;
import llmrouter.routing.SplitMix64;

/// What one request has tried, and what it may still try. The shared state decides which of the remaining candidates
/// comes next. One exchange, one owner.
final class AttemptPlan {
    /// The last candidate is waited for once if its `Retry-After` is at most this long.
    private static final long LONGEST_WAIT_MS = 5_000;

    private final Route route;
    private final List<Candidate> candidates;
    private List<Choice> choices;
    private final ExchangePolicy policy;
    private final SplitMix64 random;
    private final String affinity;
    private final long tokens;
    private final List<String> signatures;

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Skip> skipped = new ArrayList<>();
    private final Set<Integer> excluded = new HashSet<>();
    private final Set<String> refusedNow = new HashSet<>();
    private Chosen chosen;
    private boolean first = true;
    private int tries;
    private boolean staleReplaced;
    private boolean waited;
    private boolean withoutThinking;
    private RequestEnd end = RequestEnd.OK;
    private Failure lastFailure;
    /// hashes of the request's summaries that only their issuer can open
    private Set<String> summaries = Set.of();
    /// why no candidate may be called, if the reason is a summary that none can open; or null
    private Failure closed;
    /// what the client gets instead of an attempt on another candidate, or null
    private Failure staying;

    /// What to do about a failure.
    sealed interface Decision {
        /// The same candidate, after a pause.
        record Retry(long delayMs) implements Decision {}

        /// Another candidate, at once.
        record NextCandidate() implements Decision {}

        /// The same candidate at once, without a field that it refused; or, if the field begins with `+`, with one that
        /// it requires.
        record RetryAdapted(String field) implements Decision {}

        /// The same candidate at once, without any thinking in the history.
        record RetryWithoutThinking() implements Decision {}

        /// The failure is the client's answer.
        record GiveUp() implements Decision {}
    }

    /// @param choices    the route's candidates as the shared state sees them
    /// @param affinity   key of the conversation, or null
    /// @param tokens     estimate of what the request will use
    /// @param signatures hashes of the signed thinking that the request replays
    AttemptPlan(Route route, List<Choice> choices, ExchangePolicy policy, SplitMix64 random, String affinity,
            long tokens, List<String> signatures) {
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

    /// Asks for the best of the candidates that are not excluded.
    PickRequest anyCandidate() {
        return pickRequest(-1);
    }

    /// Asks for the present candidate once more: every call counts against its caps.
    PickRequest sameCandidate() {
        return pickRequest(chosen.index());
    }

    private PickRequest pickRequest(int only) {
        return new PickRequest(route.ref(), route.strategy(), choices, route.primary().size(), Set.copyOf(excluded),
            only, affinity, tokens, signatures);
    }

    /// Only a candidate of a provider that may have made these summaries can take the request.
    ///
    /// @param hashes which are among the signatures too
    void bind(Set<String> hashes) {
        summaries = hashes;
    }

    /// The shared state has chosen the candidate of the next attempt.
    ///
    /// @param reports gets what the candidate has reserved
    /// @return false if the candidate is passed over, because it cannot open a summary in the request
    boolean choose(Chosen pick, PendingReports reports) {
        reports.hold(pick.reservation());
        choices = Choice.withoutClientCaps(choices);
        for (String summary : summaries) {
            if (pick.foreign().get(summary) instanceof String issuer) return passOver(pick, issuer, reports);
        }
        choose(pick);
        return true;
    }

    private boolean passOver(Chosen pick, String issuer, PendingReports reports) {
        reports.settle(false, null);
        excluded.add(pick.index());
        skip(List.of(new Skip(candidates.get(pick.index()).ref(), List.of(SkipReason.OTHER_ISSUER))));
        closed = Failure.ours(FailureClass.INVALID_REQUEST, ClosedSummaries.refusal(issuer));
        return false;
    }

    private void choose(Chosen pick) {
        boolean same = chosen != null && chosen.index() == pick.index();
        if (!same) {
            first = chosen == null;
            tries = 0;
            refusedNow.clear();
        }
        tries++;
        chosen = pick;
    }

    /// Only the first candidate may be tried: no other has the earlier turns of the conversation.
    ///
    /// @param instead what the client gets where another candidate would be tried: it makes the client send all turns
    void stay(Failure instead) {
        staying = instead;
    }

    /// Keeps which candidates were skipped, for the record.
    void skip(List<Skip> more) {
        addSkips(skipped, more);
    }

    /// Adds skipped candidates to a list in which the first reasons given for a candidate stay.
    static void addSkips(List<Skip> skipped, List<Skip> more) {
        for (Skip skip : more) {
            boolean known = false;
            for (Skip old : skipped) known |= old.ref().equals(skip.ref());
            if (!known) skipped.add(skip);
        }
    }

    Candidate current() {
        return candidates.get(chosen.index());
    }

    /// Tokens that the present candidate counts where a thousand are estimated, or 0 if that is not known yet.
    long scale() {
        return chosen == null ? 0 : chosen.scale();
    }

    /// Whether the present attempt tests a candidate whose circuit had opened.
    boolean probing() {
        return chosen.reservation().probe();
    }

    /// Whether a candidate was chosen at all.
    boolean hasCandidate() {
        return chosen != null;
    }

    /// Fields that the present candidate is known to refuse, or with a `+` before them to require.
    Set<String> refusedFields() {
        var all = new HashSet<>(refusedNow);
        all.addAll(chosen.refused());
        return all;
    }

    /// Whether a signature, by its hash, must not be replayed to the present candidate.
    boolean foreign(String signature) {
        return withoutThinking || chosen.foreign().containsKey(signature);
    }

    /// A kept connection that was closed before use says nothing about the provider. The first one is replaced at once,
    /// even where only one attempt is allowed. It counts as an attempt, because a provider that closes every connection
    /// looks the same.
    ///
    /// @return false if another failure of this kind is a failure of the candidate
    boolean replacesStale(FaultOwner owner, long ms) {
        if (staleReplaced || allowedTries() > 1 && tries >= allowedTries()) return false;
        staleReplaced = true;
        attemptEnded(0, owner == FaultOwner.GATEWAY ? RequestEnd.LOCAL : RequestEnd.NETWORK, ms, null);
        tries++;
        return true;
    }

    /// Attempts on the present candidate. A candidate that is being probed gets one while others are left, and so does
    /// one that was chosen as the last resort: agents retry for minutes themselves, and each of their requests would be
    /// three for a failing provider.
    private int allowedTries() {
        boolean probed = probing() && excluded.size() + 1 < candidates.size();
        return first && !probed && !chosen.lastResort() ? policy.retry().attempts() : 1;
    }

    /// The present attempt has ended.
    ///
    /// @param asked the address that was asked, if the status is about it; else null
    void attemptEnded(int status, RequestEnd how, long ms, String asked) {
        String fix = how == RequestEnd.AUTH ? KeyPlace.correction(current().provider()) : null;
        attempts.add(new Attempt(current().ref(), status, how, tries, ms, fix, asked));
        end = how;
    }

    /// What to do after a failure of the present attempt.
    ///
    /// @param prepared the request that failed, or null if there was none
    Decision decide(Failure failure, PreparedRequest prepared) {
        if (lastFailure == null || failure.status() > 0 || lastFailure.status() == 0) lastFailure = failure;
        Decision changed = changedRequest(failure, prepared);
        if (changed != null) return changed;
        FailureClass category = failure.category();
        boolean repeats = category.retry() && !failure.refusesRetries() && tries < allowedTries();
        if (repeats && failure.retryAfterMs() <= policy.retry().maxDelayMs()) {
            return new Decision.Retry(Math.max(policy.retry().delayMs(tries + 1, random), failure.retryAfterMs()));
        }
        excluded.add(chosen.index());
        if (mayFallBack(category)) {
            if (stays()) return new Decision.GiveUp();
            if (category == FailureClass.CONTEXT_OVERFLOW) excludeSmaller();
            if (excluded.size() < candidates.size()) return new Decision.NextCandidate();
        }
        if (worthWaitingFor(failure)) {
            waited = true;
            return new Decision.Retry(failure.retryAfterMs());
        }
        return new Decision.GiveUp();
    }

    /// The same candidate may accept a request with other fields or another history. Null if the failure is about
    /// neither.
    private Decision changedRequest(Failure failure, PreparedRequest prepared) {
        String field = prepared == null ? null : refused(failure, prepared);
        if (field != null) {
            refusedNow.add(field);
            return new Decision.RetryAdapted(field);
        }
        boolean aboutThinking = failure.missesThinking() || !signatures.isEmpty() && failure.namesSignature();
        if (withoutThinking || !aboutThinking) return null;
        withoutThinking = true;
        return new Decision.RetryWithoutThinking();
    }

    /// What the provider refused of the request, if the request keeps its meaning without it; else null.
    private String refused(Failure failure, PreparedRequest prepared) {
        Set<String> known = refusedFields();
        String field = RefusedField.of(failure, prepared, known);
        if (field != null || failure.category() != FailureClass.INVALID_REQUEST || failure.status() != 400)
            return field;
        Candidate candidate = prepared.candidate();
        String header = Protocol.of(candidate.format()).refusedHeader(prepared.request().headers(),
            failure.error().words(), candidate.provider());
        return known.contains(header) ? null : header;
    }

    private boolean worthWaitingFor(Failure failure) {
        return failure.category() == FailureClass.RATE_LIMITED && !waited && policy.retry().attempts() > 1
            && failure.retryAfterMs() >= 0 && failure.retryAfterMs() <= LONGEST_WAIT_MS;
    }

    /// A cap has no room for one more attempt on the present candidate, which is excluded by that.
    ///
    /// @return whether another candidate may be tried
    boolean fallsBackFromCap() {
        if (chosen == null || !excluded.add(chosen.index()) || stays()) return false;
        return mayFallBack(lastFailure.category()) && excluded.size() < candidates.size();
    }

    private boolean stays() {
        if (staying != null) lastFailure = staying;
        return staying != null;
    }

    private boolean mayFallBack(FailureClass category) {
        return category.fallBack() || category == FailureClass.POLICY && policy.policyFallback();
    }

    /// After an overflow only a context window that is larger, or unknown, can help.
    private void excludeSmaller() {
        Long window = current().model().contextWindow();
        if (window == null) return;
        for (int i = 0; i < candidates.size(); i++) {
            Long other = candidates.get(i).model().contextWindow();
            if (other != null && other <= window) excluded.add(i);
        }
    }

    /// The last failure that a provider answered with, else the last one of all; null if there was none.
    Failure lastFailure() {
        return lastFailure;
    }

    /// The failure of a request for which no candidate is left.
    Failure noneLeft() {
        return lastFailure != null ? lastFailure : closed;
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

    /// The request ends in another way than its last attempt.
    void endAs(RequestEnd how) {
        end = how;
    }
}
