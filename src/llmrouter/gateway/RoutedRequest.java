package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.admission.FormatDetector;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;
import llmrouter.json.JsonError;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.routing.Candidate;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.SkipReason;
import llmrouter.routing.SplitMix64;
import llmrouter.routing.TokenEstimate;
import llmrouter.text.Fnv1a;

/// What is known of a request once it has been read: its format, its route, how it will be made ready for candidates.
///
/// @param request   with its format told
/// @param streaming whether the client asked for an event stream
record RoutedRequest(ClientRequest request, boolean streaming, AttemptPlan plan, RequestPreparer preparer) {

    /// @throws GatewayError the request cannot be served at all
    static RoutedRequest of(ClientRequest received, RouteResolver routes, ExchangePolicy policy, SplitMix64 random) {
        JsonScan scan = scan(received.body());
        ClientRequest request = received.format() != null ? received
            : received.withFormat(FormatDetector.ofRequest(received.headers(), scan.tree()));
        refuseLoop(request);
        if (!scan.isNull("model") && scan.kind("model") != JsonKind.STRING) throw GatewayError.badRequest("'model' must be a string.", "model");
        boolean counting = request.endpoint() == Endpoint.COUNT_TOKENS;
        boolean streaming = request.endpoint().streams() && scan.isTrue("stream");
        Route all = route(routes, scan.text("model"), request.format());
        Route route = request.endpoint().untranslatable() ? only(request.format(), all) : all;
        if (!counting && !request.endpoint().untranslatable()) Protocol.of(request.format()).check(scan);
        String affinity = route.strategy() == Strategy.AUTO && !counting ? Affinity.of(request, scan) : null;
        var plan = new AttemptPlan(route, counting ? route.uncapped() : route.choices(), policy, random, affinity, TokenEstimate.rough(request.body()),
            signatures(request));
        if (route != all) plan.skip(others(request.format(), all));
        return new RoutedRequest(request, streaming, plan, new RequestPreparer(request, scan, policy, streaming));
    }

    /// A gateway that finds its own name in the list of gateways that a request has passed is its own provider.
    private static void refuseLoop(ClientRequest request) {
        for (String line : request.headers().values(UpstreamHeaders.VIA)) {
            if (!line.contains(request.instance())) continue;
            throw new GatewayError(new ApiError(508, ApiError.Kind.INVALID_REQUEST,
                "This gateway is configured as its own provider: the request has come back to where it started. Correct the provider's base URL.",
                "loop_detected", null));
        }
    }

    private static Route only(Format format, Route all) {
        Route some = all.only(format);
        if (some != null) return some;
        throw GatewayError.badRequest("Embeddings and the older completions are passed on only to models of the format '" + format.word() + "', and "
            + (all.alias() ? "no target of '" + all.ref() + "' is served in it." : "'" + all.ref() + "' is not served in it.")
            + " Ask for one that is, or add the format to its provider's 'formats'.", "model");
    }

    private static List<Skip> others(Format format, Route all) {
        var others = new ArrayList<Skip>();
        for (Candidate c : all.candidates()) if (c.format() != format) others.add(new Skip(c.ref(), List.of(SkipReason.OTHER_FORMAT)));
        return others;
    }

    private static List<String> signatures(ClientRequest request) {
        var hashes = new ArrayList<String>();
        for (String signature : Protocol.of(request.format()).signatures(request.body())) hashes.add(Fnv1a.hex(signature));
        return hashes;
    }

    /// The model a request names, as far as that can be made out; else an empty text.
    static String modelIn(String body) {
        try {
            String model = JsonScan.of(body).text("model");
            return model == null ? "" : model;
        } catch (JsonError _) {
            return ""; // whatever else is told about the request, it is not this
        }
    }

    private static JsonScan scan(String body) {
        try {
            return JsonScan.of(body);
        } catch (JsonError e) {
            throw GatewayError.badRequest("The request body is not valid JSON: " + e.describe() + ".", null);
        }
    }

    private static Route route(RouteResolver routes, String model, Format client) {
        return switch (routes.resolve(model, client)) {
            case Resolution.Found found -> found.route();
            case Resolution.Unnamed _ -> throw GatewayError.badRequest(
                "The request names no model and the configuration has no defaultModel. Name one; GET /v1/models lists them.", "model");
            case Resolution.Unknown unknown -> throw new GatewayError(new ApiError(404, ApiError.Kind.NOT_FOUND, unknown.message(), "model_not_found", "model"));
        };
    }
}
