package llmrouter.records;

import java.util.List;
import java.util.function.Function;

import llmrouter.config.Alias;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Route;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;

/// The routing part of `GET /status`: client keys, routes, candidates and caps.
///
/// @param routes of the configuration
public record RoutingStatus(Config config, RouteResolver routes, HealthPolicy policy) {
    /// Adds the members `clientKeys` (if there are any), `routes`, and, where the state can be told, `candidates` and
    /// `buckets`.
    public void addTo(Json.Obj page, StateView state) {
        if (!config.masterKeys().isEmpty()) page.put("clientKeys", clientKeys(state));
        ShownCandidates shown = ShownCandidates.of(config, routes, state);
        List<Choice> all = shown.everyChoice();
        RoutingSnapshot snapshot = state.snapshot(all);
        if (snapshot == null) {
            page.put("routes", routes(null));
            return;
        }
        Function<Route, RouteOutlook> judge = judge(snapshot, all);
        page.put("routes", routes(judge))
            .put("candidates", StatusJson.candidates(snapshot, shown.direct().stream().map(judge).toList(),
                shown.passed(), shown.named().stream().map(judge).toList()))
            .put("buckets", StatusJson.caps(shown.choices(), snapshot));
    }

    /// Judges routes by this snapshot.
    private Function<Route, RouteOutlook> judge(RoutingSnapshot snapshot, List<Choice> choices) {
        RoutingTable table = RoutingTable.of(snapshot, choices, policy);
        return route -> RouteOutlook.of(route, table, snapshot.at());
    }

    /// @param judge or null where the state is not known
    private Json routes(Function<Route, RouteOutlook> judge) {
        var list = Json.array();
        for (Alias alias : config.aliases().values()) {
            Resolution resolution = routes.resolve("alias:" + alias.id(), Format.DEFAULT);
            if (!(resolution instanceof Resolution.Found(Route route))) continue;
            var primary = Json.array();
            for (Route.Weighted w : route.primary()) primary.add(Json.of(w.candidate().ref()));
            var fallback = Json.array();
            for (Candidate c : route.fallback()) fallback.add(Json.of(c.ref()));
            Json.Obj json = Json.object().put("alias", alias.id()).put("strategy", route.strategy().word())
                .put("primary", primary).put("fallback", fallback);
            list.add(judge == null ? json : json.put("outlook", StatusJson.outlook(judge.apply(route))));
        }
        return list;
    }

    /// The named client keys: what each may ask for, and the use of its caps.
    private Json clientKeys(StateView state) {
        var list = Json.array();
        for (ClientKey key : config.masterKeys()) {
            List<Cap> caps = caps(key);
            list.add(StatusJson.clientKey(key, caps, state.uses(caps)));
        }
        return list;
    }

    /// The caps of a client's key.
    public static List<Cap> caps(ClientKey key) {
        return key.rateLimits().stream().map(bucket -> Cap.ofClient(key.name(), bucket)).toList();
    }
}
