package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.gateway.AttemptPlan.Decision;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.SplitMix64;
import llmrouter.sse.SseOverflow;

/// One request's way from start to end, as a state machine without any I/O.
///
/// ```
///        consult         answered 2xx             first meaningful event
/// CHOOSING ──▶ CALLING ────────────────▶ STREAMING ───────────────▶ STREAMING, committed ──▶ ENDED
///    ▲            │ ╲ answered 2xx         │ fails                    │ fails
///    │            │  ╲───▶ ANSWERING ──┐   │                          ╰──▶ error event ──▶ ENDED
///    │            ╰─▶ REFUSED ─────────┴───┴─▶ decide ─▶ the last real error ──▶ ENDED
///    ╰────────────── PAUSING ◀── retry or next ───╯
/// ```
/// Whoever takes an attempt is asked of the shared state, which reserves what it promises; what came of it is reported back, always,
/// whatever the ending. Times are milliseconds of any steady clock; every event carries the present one. Each event returns exactly
/// one action, and after [Action.Finish] nothing may be fed. One owner at a time.
public final class Exchange {
    /// A whole answer may be this long, in bytes.
    private static final int ANSWER_LIMIT = 64 << 20;
    /// Of an error's body this much is read, in bytes.
    private static final int ERROR_LIMIT = 64 << 10;
    /// An error's body must come within this time.
    private static final long ERROR_BODY_MS = 10_000;

    private enum Phase { CHOOSING, CALLING, REFUSED, ANSWERING, STREAMING, PAUSING, ENDED }

    private final RouteResolver routes;
    private final ExchangePolicy policy;
    private final ClientRequest received;
    private final SplitMix64 random;
    private final ExchangeTimers clock;
    private final List<String> warnings = new ArrayList<>();
    private final PendingReports outcomes = new PendingReports();
    private RoutedRequest opening;
    private AttemptPlan plan;
    private Replies replies;
    private LongFunction<Action> afterReport;

    private Phase phase = Phase.CHOOSING;
    private PreparedRequest prepared;
    private StreamPipe pipe;
    private int status;
    private HeaderMap upstream = HeaderMap.EMPTY;
    private boolean opened;
    private boolean committed;
    private boolean answering;
    private boolean calling;
    private Usage usage;
    private int told;

    /// @param routes of the configuration this request lives under, to its end
    public Exchange(RouteResolver routes, ExchangePolicy policy, ClientRequest request) {
        this.routes = routes;
        this.policy = policy;
        this.received = request;
        this.random = new SplitMix64(request.seed());
        this.clock = new ExchangeTimers(policy);
        this.replies = new Replies(request.id(), request.format());
    }

    /// The request's id.
    public String id() {
        return received.id();
    }

    /// The request is here; nothing has been sent anywhere.
    public Action start(long now) {
        clock.started(now);
        try {
            opening = RoutedRequest.of(received, routes, policy, random);
        } catch (GatewayError e) {
            return reply(replies.refusal(e.error()));
        }
        plan = opening.plan();
        replies = new Replies(received.id(), format());
        clock.heartbeats(opening.streaming());
        return new Action.Consult(plan.anyone());
    }

    private Format format() {
        return opening.request().format();
    }

    private boolean counting() {
        return received.endpoint() == Endpoint.COUNT_TOKENS;
    }

    /// The shared state has answered a `Consult`.
    public Action told(PickResult pick, long now) {
        plan.note(pick.skipped());
        return switch (pick) {
            case PickResult.Chosen chosen -> {
                plan.take(chosen);
                outcomes.hold(chosen.reservation());
                yield attempt(now);
            }
            case PickResult.Capped _ when plan.movesOn() -> new Action.Consult(plan.anyone());
            case PickResult.Capped capped -> conclude(plan.last() != null ? plan.last() : Failure.capped(capped.retryAfterMs()));
            case PickResult.NoneLeft _ -> conclude(plan.last());
        };
    }

    /// The shared state has taken a `Report`.
    public Action reported(long now) {
        return afterReport.apply(now);
    }

    /// Says the outcomes gathered so far, then goes on.
    private Action report(LongFunction<Action> then) {
        afterReport = then;
        return new Action.Report(outcomes.take());
    }

    /// Calls the candidate whose turn it is.
    private Action attempt(long now) {
        clock.attempted(now);
        Candidate candidate = plan.current();
        if (counting() && candidate.format() != format()) return reply(replies.estimate(received.body(), plan.scale()));
        try {
            prepared = opening.preparer().prepare(candidate, plan.refused(), plan::foreign);
        } catch (GatewayError e) {
            boolean clients = e.error().status() < 500;
            Failure failure = Failure.ours(clients ? FailureClass.INVALID_REQUEST : FailureClass.CONFIGURATION, e.error());
            return failed(failure, false, now);
        }
        phase = Phase.CALLING;
        calling = true;
        pipe = null;
        upstream = HeaderMap.EMPTY;
        status = 0;
        clock.called(now, policy.with(candidate.provider().timeouts()), opening.streaming());
        return new Action.Call(prepared.request(), clock.waitMs(now));
    }

    /// The upstream's status and fields have come.
    public Action answered(int upstreamStatus, HeaderMap headers, long now) {
        status = upstreamStatus;
        upstream = SecretLeak.without(headers, prepared.candidate());
        clock.answered(now);
        if (status < 200 || status > 299) {
            phase = Phase.REFUSED;
            clock.collecting(now, ERROR_BODY_MS);
            return new Action.Collect(false, true, ERROR_LIMIT, clock.waitMs(now));
        }
        if (opening.streaming() && StreamPipe.mayTake(headers.get("content-type"))) {
            phase = Phase.STREAMING;
            clock.streaming();
            pipe = newPipe();
            return new Action.Stream(prepared.verbatim(), clock.waitMs(now));
        }
        phase = Phase.ANSWERING;
        return new Action.Collect(prepared.verbatim(), false, ANSWER_LIMIT, clock.waitMs(now));
    }

    private StreamPipe newPipe() {
        if (prepared.verbatim()) return new StreamPipe(prepared, null, warnings);
        return new StreamPipe(prepared, Protocol.of(format()).streamWriter(context()), warnings);
    }

    private AnswerContext context() {
        return new AnswerContext(received.id(), prepared.candidate().model().id(), received.epochSeconds(), opening.preparer().wantsStreamUsage(),
            prepared.losses());
    }

    /// The whole upstream body, after a `Collect`.
    public Action body(String text, long now) {
        Candidate candidate = prepared.candidate();
        if (phase == Phase.REFUSED) {
            ApiError error = Protocol.of(candidate.format()).readError(status, text);
            return failed(Failure.refused(status, upstream, error, text, candidate, received.epochSeconds()), true, now);
        }
        var answer = counting() ? AnswerBody.count(text, prepared) : AnswerBody.read(text, prepared, opening, upstream, this::context);
        if (answer.failure() != null) return failed(answer.failure(), true, now);
        usage = answer.usage();
        over(status, RequestEnd.OK, now);
        alive();
        if (!counting()) outcomes.signed(candidate, Protocol.of(format()).signatures(answer.text()));
        return reply(replies.answer(prepared, upstream, answer.text(), RouteRecord.headers(plan, policy)));
    }

    private void alive() {
        answering = true;
        outcomes.alive(prepared.candidate(), plan.affinity());
    }

    /// A piece of the upstream stream.
    public Action chunk(String text, long now) {
        clock.read(now);
        try {
            pipe.feed(text);
        } catch (SseOverflow e) {
            return brokenStream(ApiError.of(502, ApiError.Kind.API, "The provider's stream is broken: " + e.getMessage() + "."), FailureClass.BAD_RESPONSE, now);
        }
        return relay(now);
    }

    /// The upstream body has ended as HTTP ends one.
    public Action ended(long now) {
        pipe.end();
        return relay(now);
    }

    private Action relay(long now) {
        usage = pipe.usage();
        commit(now);
        if (pipe.failure() != null) return brokenStream(pipe.failure(), Failure.classOf(pipe.failure()), now);
        if (pipe.over()) return complete(now);
        if (pipe.complete()) clock.finishing(now);
        if (!committed) return new Action.Await(clock.waitMs(now));
        return outcomes.isEmpty() ? pass(now) : report(this::pass);
    }

    private Action pass(long now) {
        String text = pipe.take();
        if (!text.isEmpty()) clock.wrote(now);
        return new Action.Relay(head(), text, pipe.verbatim(), clock.waitMs(now));
    }

    private Action complete(long now) {
        over(status, RequestEnd.OK, now);
        alive();
        return close(pipe.take(), pipe.verbatim());
    }

    /// The first meaningful event binds the exchange to its candidate, even if the next one is an error. A probe has shown enough by it;
    /// otherwise only a good end forgives, or streams that always break would never open a circuit.
    private void commit(long now) {
        if (committed || !pipe.meaningful()) return;
        committed = true;
        answering = true;
        clock.committed(now);
        if (plan.reservation().probe()) alive();
    }

    /// The stream failed: before the commit another attempt may take over, after it the client is told in its own format.
    private Action brokenStream(ApiError error, FailureClass category, long now) {
        if (!committed) return failed(Failure.inStream(category, status, error, upstream, prepared.candidate(), received.epochSeconds()), true, now);
        over(status, RequestEnd.MID_STREAM, now);
        outcomes.failed(prepared.candidate(), FailureClass.NETWORK, -1);
        if (pipe.failureTold()) return close(pipe.take(), true);
        return close(pipe.takeWith(error, replies), pipe.verbatim());
    }

    /// The upstream call broke.
    public Action failed(CallFailure failure, long now) {
        if (phase == Phase.STREAMING) return brokeOff(Failure.broken(failure, prepared.candidate()), now);
        if (phase == Phase.REFUSED) return body("", now);
        if (failure.kind() == CallFailure.Kind.STALE && plan.replacesStale(clock.sinceAttempt(now))) return attempt(now);
        return failed(Failure.broken(failure, prepared.candidate()), failure.reached(), now);
    }

    /// What had come may still be a whole answer, or an error in the provider's own words.
    private Action brokeOff(Failure cause, long now) {
        pipe.end();
        if (!StreamReader.ENDED_EARLY.equals(pipe.failure())) return relay(now);
        commit(now);
        return brokenStream(cause.error(), cause.category(), now);
    }

    /// The wait of the last action is over and nothing came.
    public Action elapsed(long now) {
        if (phase == Phase.PAUSING) return new Action.Consult(plan.again());
        String expired = clock.expired(now);
        if (expired != null) return expired(expired, now);
        if (!clock.heartbeatDue(now)) return new Action.Await(clock.waitMs(now));
        clock.wrote(now);
        return new Action.Relay(committed ? head() : earlyHead(), replies.heartbeat(committed), false, clock.waitMs(now));
    }

    private Action expired(String what, long now) {
        if (phase == Phase.REFUSED) return body("", now);
        if (phase == Phase.STREAMING && pipe.complete()) {
            pipe.finish();
            return complete(now);
        }
        var error = ApiError.of(504, ApiError.Kind.TIMEOUT, "The provider " + what + ".");
        if (phase == Phase.STREAMING) return brokenStream(error, FailureClass.TIMEOUT, now);
        return failed(Failure.late(error, prepared.candidate()), true, now);
    }

    /// @param reached whether the provider may have seen the attempt
    private Action failed(Failure failure, boolean reached, long now) {
        outcomes.settle(reached, null);
        Candidate candidate = plan.current();
        over(failure.status(), RequestEnd.of(failure.category()), now);
        if (counting()) {
            plan.end(RequestEnd.OK); // an estimate is an answer
            return reply(replies.estimate(received.body(), plan.scale()));
        }
        outcomes.failed(candidate, failure.category(), failure.retryAfterMs());
        return switch (plan.decide(failure, prepared)) {
            case Decision.Again again -> report(_ -> {
                phase = Phase.PAUSING;
                return new Action.Pause(again.delayMs());
            });
            case Decision.Next _ -> report(_ -> new Action.Consult(plan.anyone()));
            case Decision.Otherwise otherwise -> {
                outcomes.refused(candidate, otherwise.field());
                yield report(_ -> new Action.Consult(plan.again()));
            }
            case Decision.Unthinking _ -> report(_ -> new Action.Consult(plan.again()));
            case Decision.GiveUp _ -> conclude(plan.last());
        };
    }

    /// The attempt is over.
    private void over(int upstreamStatus, RequestEnd end, long now) {
        calling = false;
        plan.over(upstreamStatus, end, clock.sinceAttempt(now));
    }

    /// Attempts that are over.
    public int attempts() {
        return plan == null ? 0 : plan.attempts().size();
    }

    /// Tells the client about the failure that counts.
    private Action conclude(Failure failure) {
        if (plan.attempts().isEmpty()) plan.end(RequestEnd.of(failure.category()));
        if (opened) return close(replies.errorEvent(failure.error(), 0), false);
        return reply(replies.failure(failure, RouteRecord.headers(plan, policy)));
    }

    /// The interpreter failed, or this machine did: the client is told, if its answer is not already on its way.
    /// @return null if it is
    public Action crashed(ApiError error) {
        if (phase == Phase.ENDED) return null;
        if (plan == null) return reply(replies.refusal(error));
        plan.end(RequestEnd.INTERNAL_ERROR);
        return conclude(Failure.ours(FailureClass.TEMPORARY, error));
    }

    /// The head of the client's stream if it has not gone out yet, else null.
    private HeaderMap head() {
        if (opened) return null;
        opened = true;
        return replies.streamHead(prepared, upstream, RouteRecord.headers(plan, policy));
    }

    /// Before the commit nobody knows who will answer.
    private HeaderMap earlyHead() {
        if (opened) return null;
        opened = true;
        return replies.earlyHead();
    }

    private Action close(String text, boolean verbatim) {
        HeaderMap open = head();
        end(200);
        return last(new Action.Close(open, text, verbatim));
    }

    private Action reply(Action.Reply reply) {
        end(reply.status());
        return last(reply);
    }

    /// What came of the attempt is known to all before the client can send its next request.
    private Action last(Action toClient) {
        return outcomes.isEmpty() ? toClient : report(_ -> toClient);
    }

    private void end(int status) {
        phase = Phase.ENDED;
        told = status;
        if (pipe != null) outcomes.signed(prepared.candidate(), pipe.signatures());
        outcomes.settle(true, usage);
    }

    /// The last `Reply` or `Close` is with the client, who waits for nothing any more.
    public Action sent(long now) {
        if (answering && plan.end() == RequestEnd.OK && !received.endpoint().untranslatable()) {
            outcomes.measured(TokenEstimate.measured(prepared.candidate().ref(), received.body(), usage, plan.scale(), random));
        }
        return outcomes.isEmpty() ? finish(now) : report(_ -> finish(now));
    }

    /// The client has gone; whatever was under way is pointless.
    public Action abandoned(long now) {
        if (phase != Phase.ENDED) {
            end(opened ? 200 : 499);
            if (calling) over(status, RequestEnd.CLIENT_GONE, now);
            if (plan != null) plan.end(RequestEnd.CLIENT_GONE);
        }
        return sent(now);
    }

    private Action finish(long now) {
        String candidate = answering ? prepared.candidate().ref() : null;
        String losses = prepared == null ? "" : prepared.losses().line();
        Summary.Took took = clock.took(now);
        if (plan == null) {
            return new Action.Finish(new Summary(received.id(), received.format(), RoutedRequest.modelIn(received.body()), false, null, null, told, RequestEnd.INVALID_REQUEST,
                List.of(), List.of(), null, "", List.of(), took));
        }
        Route route = plan.route();
        var way = new Summary.Way(route.alias(), route.ref(), route.strategy().word());
        return new Action.Finish(new Summary(received.id(), format(), route.requested(), opening.streaming(), way, candidate, told, plan.end(), plan.attempts(),
            plan.skipped(), usage, losses, List.copyOf(warnings), took));
    }
}
