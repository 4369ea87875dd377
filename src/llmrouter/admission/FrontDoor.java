package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Config;
import llmrouter.http.AcceptField;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.OfferedModels;
import llmrouter.text.Letters;
import llmrouter.text.Printable;

/// Decides about every request before its body is read. One for each configuration; immutable, used by many threads
/// at once.
///
/// The order of the checks is part of what clients see. `/health` and `/ready` answer any client, since load
/// balancers have no key. After that a request is refused for its address, its origin and its key, in this order,
/// before it learns whether its path exists. The operator's own commands do not come here: they have their listener.
public final class FrontDoor {
    private static final Header CLOSE = new Header("connection", "close");

    private final FrontDoorTerms terms;
    private final AddressRules addresses;
    private final OriginRules origins;
    private final KeyRules keys;
    private final ModelCatalog models;

    /// @param offered     the models of providers that pass their models through, as far as they are known
    /// @param keyRequired whether requests need a key
    /// @param configured  seconds since 1970 when the configuration was read
    public FrontDoor(Config config, OfferedModels offered, boolean keyRequired, long configured,
            FrontDoorTerms terms) {
        this.terms = terms;
        addresses = AddressRules.of(terms.settings());
        origins = new OriginRules(terms.settings(), terms.bound(), keyRequired);
        keys = new KeyRules(config, keyRequired, terms.sha256());
        models = new ModelCatalog(config, offered, configured);
    }

    /// Whether requests need a key.
    public boolean keyRequired() {
        return keys.keyRequired();
    }

    /// Whether requests need a key and the configuration has none any more, so that every request is refused.
    public boolean locked() {
        return keys.locked();
    }

    /// The address that a request comes from: that of the connection, or what a trusted proxy says.
    public String caller(Arrival arrival) {
        return addresses.caller(arrival.peer(), arrival.headers());
    }

    /// The keys that a client shows, valid or not.
    public static List<String> shownKeys(HeaderMap headers) {
        return KeyRules.presented(headers);
    }

    /// Decides about a request.
    public Admission admit(Arrival arrival, Moment moment) {
        var fields = new ArrayList<Header>();
        Admission.Decision decision;
        try {
            decision = decide(arrival, moment, fields);
        } catch (GatewayError e) {
            decision = new Admission.Refuse(e.error());
        }
        return new Admission(fields, decision);
    }

    /// @param fields gets the fields of the answer, whatever the answer will be
    /// @throws GatewayError the request is refused
    private Admission.Decision decide(Arrival arrival, Moment moment, List<Header> fields) {
        checkHeader(arrival, fields);
        Endpoint endpoint = arrival.endpoint();
        if (endpoint == Endpoint.HEALTH || endpoint == Endpoint.READY) return health(endpoint, arrival, moment, fields);
        addresses.check(arrival.peer(), arrival.headers());
        origins.check(arrival.headers(), arrival.target());
        fields.addAll(origins.granted(arrival.headers()));
        if (origins.isPreflight(arrival.method(), arrival.headers())) {
            return new Admission.Reply(204, OriginRules.preflightFields(arrival.headers()), "");
        }
        if (endpoint == Endpoint.ROOT) fields.add(new Header("vary", "accept"));
        if (isBrowserAtRoot(arrival, endpoint)) return browse(arrival, moment, fields);
        // HEAD / is how monitors and some clients look whether the gateway is there; its answer says nothing
        boolean probe = endpoint == Endpoint.ROOT && arrival.method().equals("HEAD");
        ClientAccess client = probe ? ClientAccess.UNLIMITED : keys.check(arrival.headers(), moment.epochSeconds());
        checkStage(endpoint, moment.stage(), fields);
        checkEndpoint(endpoint, arrival, fields);
        return answer(endpoint, arrival, client);
    }

    private static void checkHeader(Arrival arrival, List<Header> fields) {
        try {
            HeaderRules.check(arrival);
        } catch (GatewayError e) {
            fields.add(CLOSE);
            throw e;
        }
    }

    private Admission.Reply health(Endpoint endpoint, Arrival arrival, Moment moment, List<Header> fields) {
        checkMethod(endpoint, arrival.method(), fields);
        if (endpoint == Endpoint.HEALTH) return json(arrival, GatewayReplies.health());
        int status = moment.stage().isEnding() ? 503 : 200;
        return new Admission.Reply(status, arrival.answerFields(), GatewayReplies.ready(moment, locked()));
    }

    private static boolean isBrowserAtRoot(Arrival arrival, Endpoint endpoint) {
        return endpoint == Endpoint.ROOT && arrival.method().equals("GET")
            && AcceptField.prefersHtml(arrival.headers());
    }

    private Admission.Decision browse(Arrival arrival, Moment moment, List<Header> fields) {
        if (!keys.admitsBrowser(arrival.headers(), moment.epochSeconds())) {
            // a browser must not ask for a password while none is right
            if (!locked()) fields.add(new Header("www-authenticate", "Basic realm=\"llm-router\", charset=\"UTF-8\""));
            return new Admission.AskForKey(locked());
        }
        keys.checkOperator(arrival.peer());
        return new Admission.ShowPage();
    }

    private static void checkStage(Endpoint endpoint, GatewayStage stage, List<Header> fields) {
        if (stage.isEnding()) fields.add(CLOSE);
        boolean always = endpoint == Endpoint.STATUS || endpoint == Endpoint.METRICS;
        if (stage != GatewayStage.DRAINING || always) return;
        throw new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED,
            "The gateway is stopping. Try again in a moment."));
    }

    private static void checkEndpoint(Endpoint endpoint, Arrival arrival, List<Header> fields) {
        if (endpoint == Endpoint.UNKNOWN) {
            String request = arrival.method() + " " + Printable.ascii(arrival.target().path(), 100);
            throw new GatewayError(ApiError.of(404, ApiError.Kind.NOT_FOUND,
                "This gateway has no endpoint " + request + "."
                    + NearEndpoint.hint(arrival.target().path()) + " GET / lists the endpoints."));
        }
        if (endpoint == Endpoint.RESPONSES && Letters.same("websocket", arrival.headers().get("upgrade"))) {
            fields.add(new Header("upgrade", "HTTP/1.1"));
            throw invalid(426, "WebSockets are not supported. Use plain HTTP.");
        }
        checkMethod(endpoint, arrival.method(), fields);
    }

    private static void checkMethod(Endpoint endpoint, String method, List<Header> fields) {
        if (endpoint.allows(method)) return;
        fields.add(new Header("allow", endpoint.allow()));
        throw invalid(405, "The method " + Printable.ascii(method, 100) + " is not allowed here. Use "
            + endpoint.allow() + ".");
    }

    private static GatewayError invalid(int status, String message) {
        return new GatewayError(ApiError.of(status, ApiError.Kind.INVALID_REQUEST, message));
    }

    private Admission.Decision answer(Endpoint endpoint, Arrival arrival, ClientAccess client) {
        if (endpoint.goesUpstream()) return new Admission.Serve(endpoint, client);
        return switch (endpoint) {
            case STATUS -> {
                keys.checkOperator(arrival.peer());
                yield new Admission.ShowStatus();
            }
            case METRICS -> {
                keys.checkOperator(arrival.peer());
                yield new Admission.ShowMetrics();
            }
            case ROOT -> json(arrival, GatewayReplies.root(terms.version()));
            case MODELS -> json(arrival, GatewayReplies.models(models.of(client), arrival.target(),
                arrival.errorFormat(), arrival.headers().get("user-agent")));
            default -> throw new AssertionError(endpoint + " is answered above");
        };
    }

    private static Admission.Reply json(Arrival arrival, String body) {
        return new Admission.Reply(200, arrival.answerFields(), body);
    }
}
