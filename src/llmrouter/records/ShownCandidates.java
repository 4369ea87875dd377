package llmrouter.records;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingSnapshot;

/// The candidates whose state `/status`, the status page and `/metrics` show. Immutable.
///
/// @param direct the direct routes of the configuration's models
/// @param passed what is wrong with models that are passed through, by the candidate `provider/*`
/// @param named  the direct routes of some of them
public record ShownCandidates(List<Route> direct, Map<String, PassedThrough> passed, List<Route> named) {
    /// @param routes of the configuration
    public static ShownCandidates of(Config config, RouteResolver routes, StateView state) {
        List<Route> direct = directRoutes(config, routes);
        List<Provider> passing = config.providers().stream()
            .filter(p -> p.enabled() && p.leftOut() == null && p.everyModel() != null).toList();
        var fingerprints = new HashMap<String, String>();
        for (Provider provider : passing) fingerprints.put(provider.id(), provider.fingerprint());
        RoutingSnapshot unhealthy = passing.isEmpty() ? null : state.unhealthy(fingerprints);
        if (unhealthy == null) return new ShownCandidates(direct, Map.of(), List.of());
        var listed = new HashSet<String>();
        for (Route route : direct) listed.add(route.primary().getFirst().candidate().ref());
        Map<String, PassedThrough> passed = PassedThrough.of(passing, unhealthy, listed);
        var named = new ArrayList<Route>();
        for (PassedThrough some : passed.values()) {
            for (String ref : some.named()) {
                if (routes.resolve(ref, Format.DEFAULT) instanceof Resolution.Found(Route r)) named.add(r);
            }
        }
        return new ShownCandidates(direct, passed, List.copyOf(named));
    }

    /// The direct route of every enabled model of every enabled provider, and of the other models that an alias has as
    /// a target.
    private static List<Route> directRoutes(Config config, RouteResolver routes) {
        var all = new LinkedHashMap<String, Route>();
        for (Provider provider : config.providers()) {
            if (!provider.enabled()) continue;
            for (Model model : provider.models()) {
                if (!model.enabled()) continue;
                Format format = model.formats().isEmpty() ? provider.formats().getFirst() : model.formats().getFirst();
                var candidate = new Candidate(provider, model, format);
                var resolution = routes.resolve(candidate.ref(), Format.DEFAULT);
                all.put(candidate.ref(), resolution instanceof Resolution.Found(Route route) ? route
                    : Route.direct(candidate));
            }
        }
        for (String alias : config.aliases().keySet()) {
            var resolution = routes.resolve("alias:" + alias, Format.DEFAULT);
            if (!(resolution instanceof Resolution.Found(Route route))) continue;
            for (Candidate candidate : route.candidates()) all.putIfAbsent(candidate.ref(), Route.direct(candidate));
        }
        return List.copyOf(all.values());
    }

    /// The first candidate of each direct route with its caps.
    public List<Choice> choices() {
        return direct.stream().map(route -> route.choices().getFirst()).toList();
    }

    /// All candidates of all routes, also the fallbacks.
    public List<Choice> everyChoice() {
        var all = new ArrayList<Choice>();
        for (Route route : direct) all.addAll(route.choices());
        for (Route route : named) all.addAll(route.choices());
        return List.copyOf(all);
    }
}
