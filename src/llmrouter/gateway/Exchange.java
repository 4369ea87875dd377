package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.gateway.AttemptPlan.Decision;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.HeaderMap;
import llmrouter.protocol.HeaderMap.Header;
import llmrouter.protocol.Protocol;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.SplitMix64;
import llmrouter.sse.SseOverflow;

/// One request's way from start to end, as a state machine without any I/O.
///
/// ```
///            told            answered 2xx            commit
///  CONSULTING ──▶ CALLING ───────────────▶ STREAMING ──────▶ STREAMING (committed) ──▶ ENDED
///                  ▲  │ ╲ answered 2xx      │ fails before      │ fails after
///                  │  │  ╲──▶ ANSWERING ─┐  │                   ╰─▶ error event ──▶ ENDED
///    PAUSING ──────┘  ╰─▶ REFUSED ───────┴──┴─▶ decide: retry, next candidate, or the last real error ──▶ ENDED
/// ```
/// Times are milliseconds of any steady clock; every event carries the present one. Each event returns exactly one action, and
/// after [Action.Finish] nothing may be fed. One owner at a time.
public final class Exchange {
    /// A whole answer may be this long, in bytes.
    private static final int ANSWER_LIMIT = 64 << 20;
    /// Of an error's body this much is read, in bytes.
    private static final int ERROR_LIMIT = 64 << 10;
    /// An error's body must come within this time.
    private static final long ERROR_BODY_MS = 10_000;
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private enum Phase { CONSULTING, CALLING, REFUSED, ANSWERING, STREAMING, PAUSING, REPORTING, ENDED }

    private final RouteResolver routes;
    private final ExchangePolicy policy;
    private final SplitMix64 random;
    private final List<String> warnings = new ArrayList<>();
    private final Clockwork clock;
    private ClientRequest request;
    private RequestPreparer preparer;
    private AttemptPlan plan;
    private Standing standing;
    private boolean streaming;
    private String requested = "";

    private Phase phase = Phase.CONSULTING;
    private Prepared prepared;
    private StreamPipe pipe;
    private int status;
    private HeaderMap upstream = HeaderMap.EMPTY;
    private boolean opened;
    private boolean committed;
    private Usage usage;
    private Summary summary;

    /// @param routes of the configuration this request lives under, to its end
    public Exchange(RouteResolver routes, ExchangePolicy policy, ClientRequest request) {
        this.routes = routes;
        this.policy = policy;
        this.request = request;
        this.random = new SplitMix64(request.seed());
        this.clock = new Clockwork(policy);
    }

    /// The request is here; nothing has been sent anywhere.
    public Action start(long now) {
        clock.started(now);
        try {
            return plan();
        } catch (GatewayError e) {
            return refuse(e.error());
        }
    }

    private Action plan() {
        JsonScan scan = scan();
        if (request.format() == null) request = request.withFormat(FormatDetector.detect(request.headers(), (Json.Obj) Json.parse(request.body())));
        if (request.format() == Format.RESPONSES) throw new GatewayError(Unserved.responses());
        Unserved.refuseLoop(request);
        if (!scan.isNull("model") && scan.kind("model") != JsonKind.STRING) throw GatewayError.badRequest("'model' must be a string.", "model");
        streaming = scan.isTrue("stream");
        clock.heartbeats(streaming);
        Route route = route(scan.text("model"));
        if (request.endpoint() != Endpoint.COUNT_TOKENS) Protocol.of(request.format()).check(scan);
        preparer = new RequestPreparer(request, scan, policy, streaming);
        plan = new AttemptPlan(route, policy, random);
        return new Action.Consult(plan.candidates());
    }

    private JsonScan scan() {
        try {
            return JsonScan.of(request.body());
        } catch (JsonError e) {
            throw GatewayError.badRequest("The request body is not valid JSON: " + e.describe() + ".", null);
        }
    }

    private Route route(String model) {
        requested = model == null ? "" : model;
        return switch (routes.resolve(model, request.format())) {
            case Resolution.Found found -> found.route();
            case Resolution.Unnamed _ -> throw GatewayError.badRequest("The request names no model and the configuration has no defaultModel. Name one; GET /v1/models lists them.", "model");
            case Resolution.Unknown unknown -> throw new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND, unknown.message(), "model_not_found", "model"));
        };
    }

    /// The shared state has answered a `Consult` or taken a `Report`.
    /// @param answer null after a report
    public Action told(Standing answer, long now) {
        if (answer != null) standing = answer;
        return attempt(now);
    }

    /// Calls the candidate whose turn it is.
    private Action attempt(long now) {
        Candidate candidate = plan.current();
        if (request.endpoint() == Endpoint.COUNT_TOKENS && candidate.format() != Format.CLAUDE) return estimate();
        try {
            prepared = preparer.prepare(candidate, refused());
        } catch (GatewayError e) {
            if (e.error().status() < 500) return conclude(Failure.ours(FailureClass.INVALID_REQUEST, e.error()));
            return failed(Failure.ours(FailureClass.CONFIGURATION, e.error()), now);
        }
        phase = Phase.CALLING;
        pipe = null;
        upstream = HeaderMap.EMPTY;
        status = 0;
        clock.called(now, policy.with(candidate.provider().timeouts()), streaming);
        return new Action.Call(prepared.request(), clock.waitMs(now));
    }

    private Set<String> refused() {
        var fields = plan.refused();
        fields.addAll(standing.refused(plan.index()));
        return fields;
    }

    /// The upstream's status and fields have come.
    public Action answered(int upstreamStatus, HeaderMap headers, long now) {
        status = upstreamStatus;
        upstream = headers;
        if (status < 200 || status > 299) {
            phase = Phase.REFUSED;
            clock.collecting(now, ERROR_BODY_MS);
            return new Action.Collect(false, true, ERROR_LIMIT, clock.waitMs(now));
        }
        if (streaming && isEventStream(headers.get("content-type"))) {
            phase = Phase.STREAMING;
            clock.streaming();
            pipe = newPipe();
            return new Action.Stream(prepared.verbatim(), clock.waitMs(now));
        }
        phase = Phase.ANSWERING;
        return new Action.Collect(prepared.verbatim(), false, ANSWER_LIMIT, clock.waitMs(now));
    }

    /// A provider that names no type is given the benefit of the doubt; JSON or HTML in place of a stream is no stream.
    private static boolean isEventStream(String type) {
        return type == null || !(type.startsWith("application/json") || type.startsWith("text/html"));
    }

    private StreamPipe newPipe() {
        var from = Protocol.of(prepared.candidate().format());
        if (prepared.verbatim()) return new StreamPipe(from.streamReader(), null, null, warnings);
        return new StreamPipe(from.streamReader(), prepared.filter(), Protocol.of(request.format()).streamWriter(context()), warnings);
    }

    private AnswerContext context() {
        boolean streamUsage = streaming && request.format() == Format.OPENAI && preparer.wantsStreamUsage();
        return new AnswerContext(request.id(), prepared.candidate().model().id(), request.epochSeconds(), streamUsage, prepared.losses());
    }

    /// The whole upstream body, after a `Collect`.
    public Action body(String text, long now) {
        Candidate candidate = prepared.candidate();
        if (phase == Phase.REFUSED) {
            ApiError error = Protocol.of(candidate.format()).readError(status, text);
            return failed(Failure.refused(status, upstream, error, text, candidate, request.epochSeconds()), now);
        }
        var answer = AnswerBody.read(text, prepared, streaming, upstream, request.epochSeconds(), request.format(), this::context);
        if (answer.failure() != null) return failed(answer.failure(), now);
        usage = answer.usage();
        plan.succeeded(status);
        return reply(200, answerHeaders("application/json"), answer.text(), prepared.verbatim());
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
        if (pipe == null) return body("", now);
        pipe.end();
        return relay(now);
    }

    private Action relay(long now) {
        usage = pipe.usage();
        commit();
        if (pipe.failure() != null) return brokenStream(pipe.failure(), Failure.classOf(pipe.failure()), now);
        if (pipe.complete()) {
            plan.succeeded(status);
            return close(pipe.take(), pipe.verbatim());
        }
        if (!committed) return new Action.Await(clock.waitMs(now));
        String text = pipe.take();
        if (!text.isEmpty()) clock.wrote(now);
        return new Action.Relay(opening(true), text, pipe.verbatim(), clock.waitMs(now));
    }

    /// The first meaningful event binds the exchange to its candidate, even if the next one is an error.
    private void commit() {
        if (committed || !pipe.meaningful()) return;
        committed = true;
        clock.committed();
    }

    /// The stream failed: before the commit another attempt may take over, after it the client is told in its own format.
    private Action brokenStream(ApiError error, FailureClass failureClass, long now) {
        if (!committed) return failed(Failure.inStream(failureClass, status, error, upstream, prepared.candidate(), request.epochSeconds()), now);
        plan.failed(status, "mid_stream");
        if (pipe.failureTold()) return close(pipe.take(), true);
        String text = Protocol.of(request.format()).writeStreamError(error, request.id());
        return close(pipe.verbatim() ? pipe.take() + Latin1.utf8(text) : pipe.take() + text, pipe.verbatim());
    }

    /// The upstream call broke.
    public Action failed(CallFailure failure, long now) {
        if (phase == Phase.STREAMING) {
            pipe.end();
            if (pipe.complete()) return relay(now);
            commit();
            var error = pipe.failure() != null ? pipe.failure() : ApiError.of(502, ApiError.Kind.API, "The provider's stream broke off: " + failure.detail() + ".");
            return brokenStream(error, FailureClass.NETWORK, now);
        }
        if (failure.kind() == CallFailure.Kind.STALE && plan.firstStale()) return attempt(now);
        return failed(Failure.broken(failure, prepared.candidate()), now);
    }

    /// The wait of the last action is over and nothing came.
    public Action elapsed(long now) {
        if (phase == Phase.PAUSING) return attempt(now);
        String expired = clock.expired(now);
        if (expired != null) {
            var error = ApiError.of(504, ApiError.Kind.TIMEOUT, "The provider " + expired + ".");
            if (phase == Phase.STREAMING) return brokenStream(error, FailureClass.TIMEOUT, now);
            return failed(Failure.ours(FailureClass.TIMEOUT, error), now);
        }
        if (!clock.heartbeatDue(now)) return new Action.Await(clock.waitMs(now));
        clock.wrote(now);
        return new Action.Relay(opening(committed), heartbeat(), false, clock.waitMs(now));
    }

    private String heartbeat() {
        boolean ping = committed && request.format() == Format.CLAUDE;
        return ping ? "event: ping\ndata: {\"type\": \"ping\"}\n\n" : ": llm-router is waiting for the provider\n\n";
    }

    private Action failed(Failure failure, long now) {
        if (request.endpoint() == Endpoint.COUNT_TOKENS) return estimate();
        plan.failed(failure.status(), failure.category().word());
        return switch (plan.decide(failure, prepared == null ? List.of() : prepared.written())) {
            case Decision.Again again -> {
                phase = Phase.PAUSING;
                yield new Action.Pause(again.delayMs());
            }
            case Decision.Next _ -> attempt(now);
            case Decision.Without without -> {
                phase = Phase.REPORTING;
                yield new Action.Report(new Outcome.Refused(prepared.candidate().ref(), without.field()));
            }
            case Decision.GiveUp giveUp -> conclude(giveUp.last());
        };
    }

    /// Tells the client about the failure that counts.
    private Action conclude(Failure failure) {
        Protocol client = Protocol.of(request.format());
        if (opened) return close(client.writeStreamError(failure.error(), request.id()), false);
        var headers = ClientHeaders.of("application/json", request.id(), request.format(), failure.headers());
        ClientHeaders.route(headers, failure.candidate(), "");
        if (!failure.curable() && failure.headers().get("x-should-retry") == null) headers.add(new Header("x-should-retry", "false"));
        String body = failure.bodyFor(request.format());
        return reply(failure.error().status(), HeaderMap.of(headers), body != null ? body : client.writeError(failure.error(), request.id()), false);
    }

    /// Answers a request that never came to a candidate.
    private Action refuse(ApiError error) {
        Format shape = request.format() == null || request.format() == Format.RESPONSES ? Format.OPENAI : request.format();
        var headers = ClientHeaders.of("application/json", request.id(), shape, HeaderMap.EMPTY);
        headers.add(new Header("x-should-retry", "false"));
        return reply(error.status(), HeaderMap.of(headers), Protocol.of(shape).writeError(error, request.id()), false);
    }

    private Action estimate() {
        var headers = ClientHeaders.of("application/json", request.id(), request.format(), HeaderMap.EMPTY);
        headers.add(new Header("x-llm-router-estimated", "true"));
        long tokens = TokenEstimate.of((Json.Obj) Json.parse(request.body()));
        return reply(200, HeaderMap.of(headers), Json.object().put("input_tokens", tokens).toString(), false);
    }

    private HeaderMap answerHeaders(String contentType) {
        var headers = ClientHeaders.of(contentType, request.id(), request.format(), upstream);
        if (contentType.startsWith("text/event-stream")) ClientHeaders.forStream(headers);
        ClientHeaders.route(headers, prepared.candidate().ref(), prepared.losses().line());
        return HeaderMap.of(headers);
    }

    /// The head of the client's stream if it has not gone out yet, else null. Before the commit nobody knows who will answer.
    private HeaderMap opening(boolean answered) {
        if (opened) return null;
        opened = true;
        if (answered) return answerHeaders(EVENT_STREAM);
        var headers = ClientHeaders.of(EVENT_STREAM, request.id(), request.format(), HeaderMap.EMPTY);
        ClientHeaders.forStream(headers);
        return HeaderMap.of(headers);
    }

    private Action close(String text, boolean verbatim) {
        HeaderMap open = opening(true);
        end(200);
        return new Action.Close(open, text, verbatim);
    }

    private Action reply(int replyStatus, HeaderMap headers, String body, boolean verbatim) {
        end(replyStatus);
        return new Action.Reply(replyStatus, headers, body, verbatim);
    }

    private void end(int told) {
        phase = Phase.ENDED;
        summary = summary(told, plan == null ? "invalid_request" : plan.end());
    }

    private Summary summary(int told, String end) {
        String candidate = prepared == null ? null : prepared.candidate().ref();
        String losses = prepared == null ? "" : prepared.losses().line();
        return new Summary(request.id(), requested, candidate, told, end, plan == null ? List.of() : plan.attempts(), usage, losses, List.copyOf(warnings));
    }

    /// The last `Reply` or `Close` is with the client.
    public Action sent() {
        return new Action.Finish(summary);
    }

    /// The client has gone; whatever was under way is pointless.
    public Action.Finish abandoned() {
        phase = Phase.ENDED;
        return new Action.Finish(summary != null ? summary : summary(opened ? 200 : 499, "client_gone"));
    }
}
