package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.admission.Endpoint;
import llmrouter.admission.FormatDetector;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.RequestPreparer;
import llmrouter.gateway.request.UpstreamHeaders;
import llmrouter.json.JsonError;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.earlier.Recalled;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.FailureClass;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.SkipReason;
import llmrouter.routing.SplitMix64;
import llmrouter.routing.TokenEstimate;
import llmrouter.text.Fnv1a;

/// A request that has been read: its format, its route, and what makes it ready for candidates.
///
/// @param request   with its format
/// @param streaming whether the client asked for an event stream
record RoutedRequest(ClientRequest request, boolean streaming, AttemptPlan plan, RequestPreparer preparer) {

    /// @throws GatewayError the request cannot be served at all
    static RoutedRequest of(ClientRequest received, RouteResolver routes, ExchangePolicy policy, SplitMix64 random) {
        JsonScan sent = received.scanned() != null ? received.scanned() : scan(received.body());
        ClientRequest known = received.format() != null ? received
            : received.withFormat(FormatDetector.ofRequest(received.headers(), sent.tree()));
        refuseLoop(known);
        Recalled recalled = Protocol.of(known.format()).recall(sent, known.earlier());
        JsonScan scan = recalled.request();
        ClientRequest request = scan == sent ? known : known.withBody(scan.source());
        if (!scan.isNull("model") && scan.kind("model") != JsonKind.STRING) {
            throw GatewayError.badRequest("'model' must be a string.", "model");
        }
        boolean counting = counts(request);
        boolean untranslatable = request.endpoint().untranslatable();
        boolean streaming = request.endpoint().streams() && scan.isTrue("stream");
        Route named = route(routes, request, scan);
        request.client().check(scan);
        Route all = named.availableOrSelf();
        ApiError held = counting || untranslatable ? null : Protocol.of(request.format()).heldElsewhere(scan);
        Set<String> closed = counting ? Set.of() : closedSummaries(request, scan);
        boolean anyone = recalled.unheld() == null && held == null && closed.isEmpty();
        Route route = untranslatable ? only(request.format(), all) : anyone ? all
            : holders(recalled.unheld(), request, all);
        if (!counting && !untranslatable) Protocol.of(request.format()).check(scan);
        String affinity = route.strategy() == Strategy.AUTO && !counting ? Affinity.of(request, scan) : null;
        List<Choice> choices = counting ? route.uncapped() : request.client().choices(route);
        var plan = new AttemptPlan(route, choices, policy, random, affinity, TokenEstimate.rough(request.body()),
            signatures(request, scan));
        if (!untranslatable) plan.bind(closed);
        if (held != null && all.candidates().size() > 1) plan.stay(Failure.ours(FailureClass.INVALID_REQUEST, held));
        if (route != all) plan.skip(ofOtherFormats(request.format(), all));
        plan.skip(leftOut(named));
        return new RoutedRequest(request, streaming, plan, new RequestPreparer(request, recalled, policy, streaming));
    }

    /// Whether the client wants to know only how many tokens its request has.
    static boolean counts(ClientRequest request) {
        return request.endpoint() == Endpoint.COUNT_TOKENS;
    }

    boolean counting() {
        return counts(request);
    }

    /// The client's format.
    Format format() {
        return request.format();
    }

    /// What happened to the request.
    ///
    /// @param candidate  that answered, or null
    /// @param statusSent to the client
    /// @param usage      or null
    Summary summary(String candidate, int statusSent, Usage usage, Summary.Notes notes, Summary.Took took) {
        Route route = plan.route();
        var way = new Summary.Way(route.alias(), route.ref(), route.strategy().word(), route.reason());
        return new Summary(request.id(), format(), route.requested(), streaming, way, candidate, statusSent, plan.end(),
            plan.attempts(), plan.skipped(), usage, notes, took, request.client().name());
    }

    /// Why no candidate may be called: the providers of all of them are left out. Null if one may be called.
    ///
    /// The status is 400, because all known clients show the message of a 400 at once. After a 5xx agents ask again for
    /// minutes, and some then show words of their own.
    Failure refusal() {
        if (plan.route().available() != null) return null;
        var lines = new LinkedHashSet<String>();
        for (Candidate c : plan.route().leftOut()) lines.add(c.provider().leftOutLine());
        String message = "P" + String.join("; ", lines).substring(1) + "."; // a line begins with "provider"
        return Failure.ours(FailureClass.CONFIGURATION,
            new ApiError(400, ApiError.Kind.API, message, "provider_left_out", null));
    }

    /// The candidates of providers that are left out, as skipped ones.
    static List<Skip> leftOut(Route all) {
        return all.leftOut().stream().map(c -> new Skip(c.ref(), List.of(SkipReason.LEFT_OUT))).toList();
    }

    /// A gateway that finds its own name in the list of gateways that a request has passed is its own provider.
    private static void refuseLoop(ClientRequest request) {
        for (String line : request.headers().values(UpstreamHeaders.VIA)) {
            if (!line.contains(request.instance())) continue;
            throw new GatewayError(new ApiError(508, ApiError.Kind.INVALID_REQUEST,
                "This gateway is configured as its own provider: the request has come back to it. "
                    + "Correct the provider's base URL.", "loop_detected", null));
        }
    }

    private static Route only(Format format, Route all) {
        Route some = all.only(format);
        if (some != null) return some;
        String what = all.alias() ? "no target of '" + all.ref() + "' is" : "'" + all.ref() + "' is not";
        throw GatewayError.badRequest("Embeddings and the older completions are passed on only to models of the format "
            + "'" + format.word() + "', and " + what + " served in it. "
            + "Ask for a model that is, or add the format to its provider's 'formats'.", "model");
    }

    /// The candidates that may hold the earlier turns of a conversation, or what else a request refers to. Those of
    /// other formats hold none: where there are no others, they refuse the request.
    ///
    /// @param unheld the refusal, if it is known before a candidate is called; or null
    private static Route holders(GatewayError unheld, ClientRequest request, Route all) {
        Route some = all.only(request.format());
        if (some == null && unheld != null) throw unheld;
        return some == null ? all : some;
    }

    private static List<Skip> ofOtherFormats(Format format, Route all) {
        var skipped = new ArrayList<Skip>();
        for (Candidate c : all.candidates()) {
            if (c.format() != format) skipped.add(new Skip(c.ref(), List.of(SkipReason.OTHER_FORMAT)));
        }
        return skipped;
    }

    /// Hashes of the summaries that only their issuer can open.
    private static Set<String> closedSummaries(ClientRequest request, JsonScan scan) {
        var hashes = new HashSet<String>();
        for (String s : Protocol.of(request.format()).closedSummaries(scan)) hashes.add(Fnv1a.hex(s));
        return hashes;
    }

    private static List<String> signatures(ClientRequest request, JsonScan scan) {
        var hashes = new ArrayList<String>();
        for (Seal seal : Protocol.of(request.format()).seals(scan)) hashes.add(Fnv1a.hex(seal.content()));
        return hashes;
    }

    /// The model that a request names, or an empty text if the body cannot be read or names none.
    static String modelIn(String body) {
        try {
            String model = JsonScan.of(body).text("model");
            return model == null ? "" : model;
        } catch (JsonError _) {
            return ""; // the error about the body is reported elsewhere
        }
    }

    private static JsonScan scan(String body) {
        try {
            return JsonScan.of(body);
        } catch (JsonError e) {
            throw GatewayError.badRequest("The request body is not valid JSON: " + e.describe() + ".", null);
        }
    }

    private static Route route(RouteResolver routes, ClientRequest request, JsonScan scan) {
        String model = scan.text("model");
        List<String> sessions = Affinity.sessions(request, scan);
        Route route = switch (routes.resolve(model, request.format(), sessions)) {
            case Resolution.Found found -> request.client().check(found.route());
            case Resolution.Unnamed _ -> throw GatewayError.badRequest("The request asks for the default model, "
                + "and the configuration has no defaultModel. Name a model; GET /v1/models lists them.", "model");
            case Resolution.Unknown _ when !request.client().mayAskAll() -> throw request.client().refusal(model);
            case Resolution.Unknown unknown -> throw unknown(unknown.message());
        };
        // what answers unknown names is for conversations: it can do nothing with an embedding
        boolean caught = route.reason() == Route.Reason.UNKNOWN_MODEL;
        if (caught && request.endpoint().untranslatable()) throw unknown(routes.unknown(route.requested()));
        routes.asked(sessions, route);
        return route;
    }

    private static GatewayError unknown(String message) {
        return new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND, message, "model_not_found", "model"));
    }
}
