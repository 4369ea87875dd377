package llmrouter.worker;

import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.Admission;
import llmrouter.admission.Arrival;
import llmrouter.admission.BodyRules;
import llmrouter.admission.Endpoint;
import llmrouter.admission.GatewayStage;
import llmrouter.admission.Moment;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Action;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.Summary;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.CodingNames;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.records.ClientSecrets;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RoutingTable;

/// One request to a hosted gateway, as a state machine like [Exchange], which it runs: each event returns the next
/// [Step]. An event that does not belong to the present step is refused with an [IllegalStateException].
///
/// ```
/// start ─▶ ReadBody ─ body ─▶ the exchange's actions, with questions to the state between them ─▶ Done
///    ╰────────────────────────▶ Reply ─ sent ─▶ Done
/// ```
/// Times are milliseconds since 1970. One owner.
public final class HostedRequest {
    /// Codings of bodies that the shim can undo, by the names that clients write.
    private static final List<String> GZIP = List.of("gzip", "x-gzip");
    private static final List<String> OTHERS = List.of("deflate", "zstd");
    /// Bytes of an answer that is read whole. An isolate has 128 MB for all its requests.
    private static final int ANSWER_LIMIT = 16 << 20;
    /// More than any program applies.
    private static final int MOST_CODINGS = 4;

    /// How long the shared state may take to answer. It is far longer than the way to the other side of the earth.
    public static final int STATE_WAIT_MS = 5_000;

    private static final ApiError NOT_CONFIGURED = ApiError.of(503, ApiError.Kind.API,
        "The configuration of this Worker cannot be used. Its log says why (wrangler tail, or the dashboard). "
            + "Correct the configuration and run 'llm-router deploy' again.");
    private static final ApiError NO_KEY = ApiError.of(503, ApiError.Kind.API,
        "This Worker has no key, so it refuses every request. Set one with 'llm-router worker-key "
            + "--generate-master-key'.");
    private static final ApiError NO_METRICS = ApiError.of(404, ApiError.Kind.NOT_FOUND,
        "A hosted gateway keeps no metrics: its isolates share no memory. The platform's own analytics count requests "
            + "and errors, and each request has a line in the Worker's log.");
    private static final ApiError NO_STATE = ApiError.of(503, ApiError.Kind.OVERLOADED,
        "The gateway's shared state cannot be reached, and without it a cap could be exceeded. Try again in a "
            + "moment.");

    private final HostedGateway gateway;
    private final Arrival arrival;
    private final String random;
    private final long began;
    private final List<Header> always = new ArrayList<>();
    private final boolean shared;
    /// Null until it is needed, and always if the state is shared.
    private RoutingTable table;
    private Admission.Serve served;
    private Exchange exchange;
    private SecretWords secrets;
    private boolean answered;
    /// A refusal or another answer without an exchange; the end of the request when it has been sent.
    private Summary summary;
    private boolean showsStatus;

    /// @param random 32 hexadecimal digits
    HostedRequest(HostedGateway gateway, HostedHead head, String random, long now) {
        this.gateway = gateway;
        this.random = random;
        this.began = now;
        this.arrival = head.arrival("req_" + random.substring(0, 24));
        this.shared = gateway.mode() == StateMode.SHARED;
        this.secrets = gateway.active() == null ? SecretWords.NONE : gateway.active().secrets();
    }

    // ── Before the exchange ──

    /// The first event.
    public Step start(long now) {
        Endpoint endpoint = arrival.endpoint();
        boolean open = endpoint == Endpoint.HEALTH || endpoint == Endpoint.READY;
        if (endpoint == Endpoint.HEALTH && gateway.deployment() != null) {
            always.add(new Header(HostedEnvironment.DEPLOYMENT_FIELD, gateway.deployment()));
        }
        if (gateway.active() == null) return open ? HostedReplies.unconfigured(this, endpoint) : refuse(NOT_CONFIGURED);
        if (!open && gateway.active().door().locked()) return refuse(NO_KEY);
        var moment = new Moment(now / 1000, GatewayStage.SERVING, null, 0);
        Admission admission = gateway.active().door().admit(arrival, moment);
        always.addAll(admission.fields());
        return follow(admission.decision(), now);
    }

    private Step follow(Admission.Decision decision, long now) {
        return switch (decision) {
            case Admission.Refuse(ApiError error) -> refuse(error);
            case Admission.Reply reply -> reply(reply);
            case Admission.ShowStatus _, Admission.ShowPage _ -> status(now);
            case Admission.ShowMetrics _ -> refuse(NO_METRICS);
            case Admission.AskForKey _ -> refuse(HostedReplies.SIGN_IN);
            case Admission.Serve serve -> serve(serve);
        };
    }

    private Step serve(Admission.Serve serve) {
        served = serve;
        try {
            BodyRules.checkType(arrival.headers());
            return new Step.ReadBody(codings(), gateway.settings().listen().maxBodyBytes());
        } catch (GatewayError e) {
            return refuse(e.error());
        }
    }

    private List<String> codings() {
        var codings = new ArrayList<String>();
        List<String> names = CodingNames.of(arrival.headers().values("content-encoding"));
        for (String name : names) {
            if (!GZIP.contains(name) && !OTHERS.contains(name)) throw BodyRules.unknownCoding(name);
            codings.add(GZIP.contains(name) ? GZIP.getFirst() : name);
        }
        if (codings.size() > MOST_CODINGS) throw BodyRules.unknownCoding(String.join(", ", names));
        return List.copyOf(codings);
    }

    /// The body has been read.
    public Step body(String text, long now) {
        expect(served != null && exchange == null);
        HostedGateway.Active active = gateway.active();
        secrets = ClientSecrets.of(served.client(), arrival.headers(), active.config(), active.secrets(), Sha256::hex);
        Endpoint endpoint = served.endpoint();
        var request = new ClientRequest(arrival.requestId(), endpoint, endpoint.format(), arrival.headers(), text,
            now / 1000, HostedReplies.seed(random), gateway.instance(), served.client(), EarlierAnswers.NONE, secrets);
        exchange = new Exchange(active.routes().with(gateway.sessions()),
            gateway.policy().of(active.config(), arrival.headers()), request);
        return next(exchange.start(now), now);
    }

    /// The body has more bytes than the step allowed.
    public Step bodyTooLarge() {
        return refuse(BodyRules.tooLarge(gateway.settings().listen().maxBodyBytes()).error());
    }

    /// The body is no UTF-8.
    public Step bodyNotUtf8() {
        return refuse(BodyRules.notUtf8(-1).error());
    }

    /// The body cannot be read.
    ///
    /// @param detail the platform's words, or those of [HostedZstd#told]
    public Step bodyFailed(String detail, long now) {
        List<String> codings = codings();
        return switch (BodyFault.of(detail, codings)) {
            case TORN_OFF -> abandoned(now);
            case DAMAGED -> refuse(BodyRules.damaged(BodyFault.words(detail, codings)).error());
            case LARGE -> bodyTooLarge();
        };
    }

    private Step refuse(ApiError error) {
        var fields = new ArrayList<Header>();
        Admission.Reply reply = arrival.refusal(error, fields);
        always.addAll(fields);
        String key = served == null ? null : served.client().name();
        var format = served == null ? arrival.errorFormat() : served.endpoint().format();
        // a request that could not be served is not at fault
        RequestEnd end = served == null || error.status() == 503 ? RequestEnd.REFUSED : RequestEnd.INVALID_REQUEST;
        summary = Summary.refused(arrival.requestId(), format, error, end, key);
        return reply(reply);
    }

    Step reply(Admission.Reply reply) {
        return new Step.Perform(new Action.Reply(reply.status(), with(reply.headers()), reply.body(), false));
    }

    Arrival arrival() {
        return arrival;
    }

    private Step status(long now) {
        if (!shared) return show(HostedStatus.of(gateway, new TableView(table(), now), now));
        showsStatus = true;
        return new Step.AskState(StateMessages.look());
    }

    private Step show(String status) {
        return reply(new Admission.Reply(200, arrival.answerFields(), status));
    }

    // ── The exchange ──

    private Step next(Action action, long now) {
        return switch (action) {
            case Action.Consult c when shared -> new Step.AskState(StateMessages.consult(c.request()));
            case Action.Consult c -> next(exchange.picked(table().pick(c.request(), now), now), now);
            case Action.Report r when shared -> new Step.TellState(StateMessages.report(r.outcomes()));
            case Action.Report r -> {
                for (Outcome outcome : r.outcomes()) table().report(outcome, now);
                yield next(exchange.reported(now), now);
            }
            case Action.Call _ -> {
                answered = false;
                yield new Step.Perform(action);
            }
            case Action.Reply r -> new Step.Perform(new Action.Reply(r.status(), with(r.headers()), r.body(),
                r.verbatim()));
            case Action.Relay r -> new Step.Perform(new Action.Relay(with(r.open()), r.text(), r.verbatim(),
                r.waitMs()));
            case Action.Close c -> new Step.Perform(new Action.Close(with(c.open()), c.text(), c.verbatim()));
            case Action.Finish f -> done(f.summary());
            case Action.Collect c -> new Step.Perform(new Action.Collect(c.verbatim(), c.cut(),
                Math.min(c.limit(), ANSWER_LIMIT), c.waitMs()));
            case Action.Stream _, Action.Await _, Action.Pause _ -> new Step.Perform(action);
        };
    }

    /// The state, if it is not shared. Most refusals and listings need none, so it is made when it is asked first.
    private RoutingTable table() {
        if (table == null) table = gateway.table();
        return table;
    }

    /// @param fields or null for an answer whose header was sent
    private HeaderMap with(HeaderMap fields) {
        if (fields == null) return null;
        var all = new ArrayList<Header>();
        // the platform keeps the client's connection
        for (Header field : always) {
            if (!field.name().equals("connection")) all.add(field);
        }
        all.addAll(fields.all());
        return HeaderMap.of(all);
    }

    /// The shared state has answered.
    public Step stateAnswered(String text, long now) {
        if (showsStatus) return show(HostedStatus.of(gateway, StateMessages.looked(text, gateway.health(), now), now));
        PickResult picked = StateMessages.picked(text);
        return next(exchange.picked(picked, now), now);
    }

    /// The shared state cannot be asked.
    public Step stateFailed(long now) {
        if (showsStatus) return refuse(NO_STATE);
        always.add(Arrival.RETRY_SOON);
        return crash(NO_STATE, RequestEnd.TEMPORARY, now);
    }

    /// The shared state has been sent what it must know.
    public Step told(long now) {
        return next(exchange.reported(now), now);
    }

    /// The provider's status and headers have come.
    public Step answered(int status, HeaderMap headers, long now) {
        answered = true;
        return next(exchange.answered(status, headers, now), now);
    }

    /// The provider's whole body, or its beginning if the step allowed that.
    public Step collected(String text, long now) {
        return next(exchange.body(text, now), now);
    }

    /// The provider's body has more bytes than the step allowed.
    public Step collectedTooMuch(int limit, long now) {
        var failure = new CallFailure(CallFailure.Kind.TOO_LARGE, "it is longer than " + limit + " bytes");
        return next(exchange.failed(failure, now), now);
    }

    /// A piece of the provider's stream.
    public Step chunk(String text, long now) {
        return next(exchange.chunk(text, now), now);
    }

    /// The provider's stream has ended.
    public Step ended(long now) {
        return next(exchange.ended(now), now);
    }

    /// The call to the provider broke.
    ///
    /// @param detail the platform's words
    public Step failed(String detail, long now) {
        return next(exchange.failed(HostedReplies.failure(detail, answered), now), now);
    }

    /// The time of the step has passed without an event.
    public Step elapsed(long now) {
        return next(exchange.elapsed(now), now);
    }

    /// The answer has been sent to its end.
    public Step sent(long now) {
        return exchange == null ? done(summary) : next(exchange.sent(now), now);
    }

    /// The client has disconnected.
    public Step abandoned(long now) {
        if (exchange != null) return next(exchange.abandoned(now), now);
        boolean served = this.served != null;
        return done(served ? Summary.unsent(arrival.requestId(), arrival.errorFormat(), null) : summary);
    }

    /// A step failed by a fault of the gateway. The client gets an error, unless its answer has begun; then this
    /// returns null.
    public Step crashed(long now) {
        var fault = new ApiError(500, ApiError.Kind.API, "The gateway failed on this request. Its log has the details "
            + "under " + arrival.requestId() + ".", RequestEnd.INTERNAL_ERROR.word(), null);
        return exchange == null ? refuse(fault) : crash(fault, RequestEnd.INTERNAL_ERROR, now);
    }

    private Step crash(ApiError error, RequestEnd end, long now) {
        Action last = exchange.crashed(error, end, now);
        return last == null ? null : next(last, now);
    }

    /// @param of null for an answer that is not logged
    private Step done(Summary of) {
        if (of == null || !gateway.logs()) return new Step.Done("");
        return new Step.Done(HostedReplies.line(of, arrival, gateway, secrets, began));
    }

    private static void expect(boolean fits) {
        if (!fits) throw new IllegalStateException("the event does not belong to the present step");
    }
}
