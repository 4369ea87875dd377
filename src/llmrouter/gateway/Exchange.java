package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Usage;
import llmrouter.gateway.AttemptPlan.Decision;
import llmrouter.gateway.ExchangeState.Event;
import llmrouter.gateway.answer.AnswerBody;
import llmrouter.gateway.answer.StreamPipe;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.shape.AnswerIntake;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.SplitMix64;
import llmrouter.routing.TokenEstimate;

/// One request from start to end, as a state machine without any I/O.
///
/// ```
///       start            picked           answered
/// NEW ───────▶ CHOOSING ───────▶ CALLING ─┬─ 2xx for a stream ▶ STREAMING ── first content ──▶ COMMITTED
///               ▲    ▲              │     ├─ 2xx, else ───────▶ ANSWERING                        │
///       elapsed │    │ reported     │     ╰─ an error ────────▶ REFUSED                          │
///               │    │              │            │                                               │
///          PAUSING ◀ REPORTING ◀────┴────────────┤ the attempt fails and another may follow      │
///                                                │                                               │
///                                                ▼ a good answer, or the last failure            ▼ the stream's end
///                                           CONCLUDING ─reported─▶ REPLYING ─sent─▶ CONCLUDING ─reported─▶ FINISHED
/// ```
/// The shared state is asked which candidate takes an attempt, and reserves what the attempt may use. What came of the
/// attempt is always reported back, however the request ends. `CONCLUDING` is left out where there is nothing to
/// report; `REPORTING` also occurs once in a stream that a probe has committed, and returns there.
///
/// Times are milliseconds of any steady clock, and every event carries the present one. Each event returns exactly one
/// action. An event that does not belong to the present state is refused with an [IllegalStateException]; the table is
/// in [ExchangeState]. One owner at a time.
///
/// Where to look: [RoutedRequest] reads the request, [AttemptPlan] decides what follows a failure, [RequestPreparer]
/// makes the request for a candidate, [RunningAttempt] holds the present attempt. What the client asked for decides
/// which way an answer goes: [StreamPipe] makes a stream of what comes, and [AnswerBody] a whole answer.
/// [ExchangeTimers] limits the waiting, [PendingReports] collects what the shared state must learn, [Replies] writes to
/// the client.
public final class Exchange {
    /// Of an error's body this much is read, in bytes.
    private static final int ERROR_LIMIT = 64 << 10;
    /// An error's body must come within this time.
    private static final long ERROR_BODY_MS = 10_000;

    private final RouteResolver routes;
    private final ExchangePolicy policy;
    private final ClientRequest received;
    private final SplitMix64 random;
    private final ExchangeTimers timers;
    private final List<String> warnings = new ArrayList<>();
    private final PendingReports reports = new PendingReports();
    private ExchangeState state = ExchangeState.NEW;
    private Replies replies;
    /// null until the request has been read
    private RoutedRequest routed;
    private AttemptPlan plan;
    /// the latest attempt whose call was made; null before the first
    private RunningAttempt attempt;
    private LongFunction<Action> afterReport;
    /// the candidate whose answer the client gets, or null
    private String answeredBy;
    private Usage usage;
    private int statusSent;

    /// @param routes of the configuration that applies to this request to its end
    public Exchange(RouteResolver routes, ExchangePolicy policy, ClientRequest request) {
        this.routes = routes;
        this.policy = policy;
        this.received = request;
        this.random = new SplitMix64(request.seed());
        this.timers = new ExchangeTimers(policy);
        this.replies = Replies.unrouted(request);
    }

    /// The request's id.
    public String id() {
        return received.id();
    }

    /// How many attempts have ended.
    public int attempts() {
        return plan == null ? 0 : plan.attempts().size();
    }

    // ── Choosing a candidate ──

    /// The request is here; nothing has been sent anywhere.
    public Action start(long now) {
        state.expect(Event.START);
        timers.started(now);
        try {
            routed = RoutedRequest.of(received, routes, policy, random);
        } catch (GatewayError e) {
            return reply(replies.refusal(e.error()));
        }
        plan = routed.plan();
        replies = Replies.routed(routed, policy);
        timers.heartbeats(routed.streaming());
        return routed.refusal() instanceof Failure none ? conclude(none) : consult(plan.anyCandidate());
    }

    private Action consult(PickRequest request) {
        state = ExchangeState.CHOOSING;
        return new Action.Consult(request);
    }

    /// The shared state has answered a `Consult`.
    public Action picked(PickResult pick, long now) {
        state.expect(Event.PICKED);
        plan.skip(pick.skipped());
        return switch (pick) {
            case PickResult.Chosen chosen ->
                plan.choose(chosen, reports) ? call(now) : report(_ -> consult(plan.anyCandidate()));
            case PickResult.Capped _ when plan.fallsBackFromCap() -> consult(plan.anyCandidate());
            case PickResult.Capped capped ->
                conclude(plan.lastFailure() != null ? plan.lastFailure() : Failure.capped(capped));
            case PickResult.NoneLeft _ -> conclude(plan.noneLeft());
        };
    }

    /// Calls the chosen candidate.
    private Action call(long now) {
        timers.attempted(now);
        Candidate candidate = plan.current();
        if (routed.counting() && candidate.format() != routed.format()) return estimate();
        try {
            var prepared = routed.preparer().prepare(candidate, plan.refusedFields(), plan::foreign);
            attempt = new RunningAttempt(routed, prepared, timers, warnings);
        } catch (GatewayError e) {
            FailureClass category = e.error().status() < 500 ? FailureClass.INVALID_REQUEST
                : FailureClass.CONFIGURATION;
            return attemptFailed(Failure.ours(category, e.error()), false, now);
        }
        state = ExchangeState.CALLING;
        timers.called(now, policy.limits().of(candidate), routed.streaming());
        return new Action.Call(attempt.prepared().request(), timers.waitMs(now));
    }

    private Action estimate() {
        return reply(replies.estimate(received.body(), plan.scale()));
    }

    // ── The answer ──

    /// The upstream's status and headers have come.
    public Action answered(int status, HeaderMap headers, long now) {
        state.expect(Event.ANSWERED);
        attempt.answered(status, headers);
        timers.answered(now);
        if (!attempt.accepted()) {
            state = ExchangeState.REFUSED;
            timers.readingError(now, ERROR_BODY_MS);
            return new Action.Collect(false, true, ERROR_LIMIT, timers.waitMs(now));
        }
        if (routed.streaming()) {
            state = ExchangeState.STREAMING;
            timers.streaming();
            attempt.openPipe();
            return new Action.Stream(attempt.verbatim(), timers.waitMs(now));
        }
        state = ExchangeState.ANSWERING;
        return new Action.Collect(attempt.verbatim(), false, AnswerIntake.ANSWER_LIMIT, timers.waitMs(now));
    }

    /// The whole upstream body, after a `Collect`.
    public Action body(String text, long now) {
        state.expect(Event.BODY);
        timers.read(now);
        if (state == ExchangeState.REFUSED) return attemptFailed(attempt.refusal(text), true, now);
        var answer = routed.counting() ? AnswerBody.count(text, attempt) : AnswerBody.read(text, attempt);
        if (answer.failure() != null) return attemptFailed(answer.failure(), true, now);
        usage = answer.usage();
        attemptEnded(attempt.status(), RequestEnd.OK, now);
        candidateAnswers();
        if (!routed.counting()) reports.signed(attempt.candidate(), Protocol.of(routed.format()).seals(answer.text()));
        return reply(replies.answer(attempt, answer.text()));
    }

    /// The client gets the present attempt's answer, and the candidate's earlier failures are forgiven.
    private void candidateAnswers() {
        answeredBy = attempt.candidate().ref();
        reports.healthy(attempt.candidate(), plan.affinity());
    }

    /// A piece of the upstream body for a client that asked for a stream.
    public Action chunk(String text, long now) {
        state.expect(Event.CHUNK);
        timers.read(now);
        attempt.pipe().feed(text);
        if (attempt.pipe().whole()) timers.wholeComes();
        return relay(now);
    }

    /// How many characters of a stream are held at present, such as an event that has not ended.
    public long held() {
        return attempt.pipe().held();
    }

    /// The upstream body has ended as HTTP ends one.
    public Action ended(long now) {
        state.expect(Event.ENDED);
        attempt.pipe().end();
        return relay(now);
    }

    private Action relay(long now) {
        StreamPipe pipe = attempt.pipe();
        usage = pipe.usage();
        commit(now);
        if (pipe.failure() != null) {
            return brokenStream(attempt.failureInStream(pipe.failureClass(), pipe.failure()), now);
        }
        if (pipe.over()) return complete(now);
        if (pipe.complete()) timers.finishing(now);
        if (state != ExchangeState.COMMITTED) return new Action.Await(timers.waitMs(now));
        return reports.isEmpty() ? pass(now) : report(this::pass);
    }

    private Action pass(long now) {
        state = ExchangeState.COMMITTED;
        StreamPipe pipe = attempt.pipe();
        String text = pipe.take();
        if (!text.isEmpty()) timers.wrote(now);
        return new Action.Relay(replies.openStream(attempt), text, pipe.verbatim(), timers.waitMs(now));
    }

    private Action complete(long now) {
        attemptEnded(attempt.status(), RequestEnd.OK, now);
        candidateAnswers();
        return close(attempt.pipe().take(), attempt.pipe().verbatim());
    }

    /// The first content binds the exchange to its candidate, even if an error follows. A probe has passed by it. Any
    /// other attempt must end well before earlier failures are forgiven: else streams that break open no circuit.
    private void commit(long now) {
        if (state == ExchangeState.COMMITTED || !attempt.pipe().hasBegun()) return;
        timers.contentCame(now);
        if (!attempt.pipe().meaningful()) return;
        state = ExchangeState.COMMITTED;
        answeredBy = attempt.candidate().ref();
        routed.preparer().forget();
        if (plan.probing()) candidateAnswers();
    }

    /// The stream failed. Before the commit another attempt may follow; after it the client gets the error in its own
    /// format.
    ///
    /// After the commit the candidate's health gets NETWORK, whatever the error was: an answer that breaks off counts
    /// towards the circuit, and causes no cooldown. What is not the candidate's fault does not count.
    private Action brokenStream(Failure failure, long now) {
        if (state != ExchangeState.COMMITTED) return attemptFailed(failure, true, now);
        replies.tell(attempt.pipe().told(failure));
        attemptEnded(attempt.status(), RequestEnd.MID_STREAM, now);
        if (failure.owner().rests()) reports.failed(attempt.candidate(), FailureClass.NETWORK, -1);
        return close(attempt.pipe().takeWithError(failure.error(), replies), attempt.pipe().verbatim());
    }

    // ── Failures and time ──

    /// The upstream call broke.
    public Action failed(CallFailure failure, long now) {
        state.expect(Event.FAILED);
        if (state.streaming()) return cut(failure, now);
        if (state == ExchangeState.REFUSED) return attemptFailed(attempt.refusal(""), true, now);
        if (failure.isStale() && plan.replacesStale(failure.owner(), timers.sinceAttempt(now))) return call(now);
        return attemptFailed(attempt.broken(failure), failure.reached(), now);
    }

    /// The stream was cut. What had come may still be a complete answer, or an error of the provider.
    private Action cut(CallFailure cause, long now) {
        attempt.pipe().end();
        if (!StreamReader.ENDED_EARLY.equals(attempt.pipe().failure())) return relay(now);
        commit(now);
        return brokenStream(attempt.failureInStream(attempt.broken(cause)), now);
    }

    /// The wait of the last action has passed without an event.
    public Action elapsed(long now) {
        return elapsed(ConnectionDoubt.NONE, now);
    }

    /// @param doubt whether the call's silence may be that of its connection
    public Action elapsed(ConnectionDoubt doubt, long now) {
        state.expect(Event.ELAPSED);
        if (state == ExchangeState.PAUSING) return consult(plan.sameCandidate());
        if (timers.expired(now) != null) return timedOut(doubt, now);
        if (!timers.heartbeatDue(now)) return new Action.Await(timers.waitMs(now));
        timers.wrote(now);
        return replies.heartbeat(state == ExchangeState.COMMITTED ? attempt : null, timers.waitMs(now));
    }

    private Action timedOut(ConnectionDoubt doubt, long now) {
        if (state == ExchangeState.REFUSED) return attemptFailed(attempt.refusal(""), true, now);
        if (state.streaming() && attempt.pipe().complete()) {
            attempt.pipe().finish();
            return complete(now);
        }
        Failure silence = attempt.silence(timers.expired(now), doubt);
        return state.streaming() ? brokenStream(silence, now) : attemptFailed(silence, true, now);
    }

    /// @param reached whether the provider may have seen the attempt
    private Action attemptFailed(Failure failure, boolean reached, long now) {
        reports.settle(reached, null);
        Candidate candidate = plan.current();
        attemptEnded(failure.status(), RequestEnd.of(failure.category()), now);
        if (routed.counting()) {
            plan.endAs(RequestEnd.OK); // an estimate is an answer
            return estimate();
        }
        if (failure.owner().rests()) reports.failed(candidate, failure.category(), failure.retryAfterMs());
        return switch (plan.decide(failure, attempt == null ? null : attempt.prepared())) {
            case Decision.Retry retry -> report(_ -> {
                state = ExchangeState.PAUSING;
                return new Action.Pause(retry.delayMs());
            });
            case Decision.NextCandidate _ -> report(_ -> consult(plan.anyCandidate()));
            case Decision.RetryAdapted adapted -> {
                reports.refused(candidate, adapted.field());
                yield report(_ -> consult(plan.sameCandidate()));
            }
            case Decision.RetryWithoutThinking _ -> report(_ -> consult(plan.sameCandidate()));
            case Decision.GiveUp _ -> conclude(plan.lastFailure());
        };
    }

    private void attemptEnded(int upstreamStatus, RequestEnd end, long now) {
        String asked = attempt == null ? null : attempt.asked(upstreamStatus);
        plan.attemptEnded(upstreamStatus, end, timers.sinceAttempt(now), asked);
    }

    private Action report(LongFunction<Action> then) {
        return report(ExchangeState.REPORTING, then);
    }

    /// Reports the outcomes gathered so far, then goes on.
    private Action report(ExchangeState meanwhile, LongFunction<Action> then) {
        state = meanwhile;
        afterReport = then;
        return new Action.Report(reports.take());
    }

    /// The shared state has taken a `Report`.
    public Action reported(long now) {
        state.expect(Event.REPORTED);
        return afterReport.apply(now);
    }

    // ── The end ──

    /// Sends the client the failure that counts.
    private Action conclude(Failure failure) {
        if (plan.attempts().isEmpty()) plan.endAs(RequestEnd.of(failure.category()));
        if (replies.streamOpened()) return close(replies.errorEvent(failure), false);
        return reply(replies.failure(failure));
    }

    /// A step failed by a fault of the gateway (`INTERNAL_ERROR`), or the gateway stops. The client gets the error,
    /// unless its answer is already on its way; then this returns null.
    public Action crashed(ApiError error, RequestEnd end, long now) {
        state.expect(Event.CRASHED);
        if (state.decided()) return null;
        if (plan == null) return reply(replies.refusal(error));
        Failure failure = Failure.ours(FailureClass.TEMPORARY, error);
        if (state == ExchangeState.COMMITTED && end != RequestEnd.INTERNAL_ERROR) return brokenStream(failure, now);
        plan.endAs(end);
        return conclude(failure);
    }

    private Action close(String text, boolean verbatim) {
        HeaderMap open = replies.openStream(attempt);
        decide(200);
        return last(new Action.Close(open, text, verbatim));
    }

    private Action reply(Action.Reply reply) {
        decide(reply.status());
        return last(reply);
    }

    /// @param status that the client is sent
    private void decide(int status) {
        state = ExchangeState.CONCLUDING;
        statusSent = status;
        if (attempt != null) reports.signed(attempt.candidate(), attempt.streamedSeals());
        reports.settle(true, usage);
        reports.settleRequest(usage);
    }

    /// The shared state learns what came of the attempt before the client can send its next request.
    private Action last(Action toClient) {
        return reports.isEmpty() ? send(toClient) : report(ExchangeState.CONCLUDING, _ -> send(toClient));
    }

    private Action send(Action toClient) {
        state = ExchangeState.REPLYING;
        return toClient;
    }

    /// The last `Reply` or `Close` has been sent; the client waits for nothing more.
    public Action sent(long now) {
        state.expect(Event.SENT);
        return finish(now);
    }

    /// The client has disconnected; anything under way has become pointless.
    public Action abandoned(long now) {
        state.expect(Event.ABANDONED);
        if (state.decided()) return finish(now);
        boolean calling = state.calling();
        decide(replies.streamOpened() ? 200 : 499);
        if (calling) attemptEnded(attempt.status(), RequestEnd.CLIENT_GONE, now);
        plan.endAs(RequestEnd.CLIENT_GONE);
        return finish(now);
    }

    private Action finish(long now) {
        if (answeredBy != null && plan.end() == RequestEnd.OK && !received.endpoint().untranslatable()) {
            reports.measured(TokenEstimate.measured(answeredBy, routed.preparer().scan(), usage, plan.scale(), random));
        }
        return reports.isEmpty() ? finished(now) : report(ExchangeState.CONCLUDING, this::finished);
    }

    private Action finished(long now) {
        state = ExchangeState.FINISHED;
        Summary.Took took = timers.took(now);
        if (plan == null) return new Action.Finish(Summary.refused(received, statusSent, replies.told(), took));
        String losses = attempt == null ? "" : attempt.prepared().losses().line();
        var notes = new Summary.Notes(losses, List.copyOf(warnings), replies.told());
        return new Action.Finish(routed.summary(answeredBy, statusSent, usage, notes, took));
    }
}
