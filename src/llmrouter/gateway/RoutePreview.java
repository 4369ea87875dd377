package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.RequestPreparer;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Route;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.SplitMix64;

/// What an exchange would do with a request in the present state of all candidates, without calling any: it reads the
/// request, picks candidates and translates exactly as an exchange does.
///
/// @param client   the client's format
/// @param steps    in the order in which they would be tried, each if those before it fail
/// @param skipped  the candidates that are skipped while others are left, and why
/// @param choices  all candidates with their weights and caps
/// @param snapshot of all candidates before the request
public record RoutePreview(Format client, Route route, List<Step> steps, List<Skip> skipped, List<Choice> choices,
        RoutingSnapshot snapshot) {

    /// The attempt on one candidate.
    ///
    /// @param lastResort whether it is on cooldown or its circuit is not closed, and no other candidate is left
    /// @param losses     what its translation would lose, on one line; null without a body or if it cannot be
    ///                   translated
    /// @param problem    why the request cannot be made for it; null if it can
    public record Step(Candidate candidate, boolean lastResort, String losses, String problem) {}

    /// The preview of a whole request.
    ///
    /// @param table a copy that is used for nothing else
    /// @throws GatewayError the request cannot be served at all
    public static RoutePreview of(ClientRequest request, RouteResolver routes, ExchangePolicy policy,
            RoutingTable table, long now) {
        RoutedRequest routed = RoutedRequest.of(request, routes, policy, new SplitMix64(request.seed()));
        AttemptPlan plan = routed.plan();
        return of(routed.format(), plan.route(), plan.anyCandidate(), plan.skipped(), routed.preparer(), table, now);
    }

    /// The preview of a request of which only the model is known.
    ///
    /// @param named the whole route, also with providers that are left out
    public static RoutePreview of(Format client, Route named, RoutingTable table, long now) {
        Route route = named.availableOrSelf();
        var request = new PickRequest(route.ref(), route.strategy(), route.choices(), route.primary().size(), Set.of(),
            -1, null, 0, List.of());
        return of(client, route, request, RoutedRequest.leftOut(named), null, table, now);
    }

    /// @param ruledOut candidates that are not picked in any state
    /// @param preparer or null if there is no body
    private static RoutePreview of(Format client, Route route, PickRequest first, List<Skip> ruledOut,
            RequestPreparer preparer, RoutingTable table, long now) {
        RoutingSnapshot snapshot = table.snapshot(first.choices(), now);
        var steps = new ArrayList<Step>();
        var skipped = new ArrayList<>(ruledOut);
        if (route.available() == null) {
            return new RoutePreview(client, route, steps, List.copyOf(skipped), first.choices(), snapshot);
        }
        var tried = new HashSet<Integer>();
        PickResult pick = table.pick(first, now);
        AttemptPlan.addSkips(skipped, pick.skipped());
        while (pick instanceof PickResult.Chosen chosen) {
            table.report(new Outcome.Settled(chosen.reservation(), false, -1), now);
            steps.add(step(route.candidates().get(chosen.index()), chosen, preparer));
            tried.add(chosen.index());
            pick = table.pick(first.without(tried), now);
            AttemptPlan.addSkips(skipped, pick.skipped());
        }
        return new RoutePreview(client, route, List.copyOf(steps), List.copyOf(skipped), first.choices(), snapshot);
    }

    private static Step step(Candidate candidate, PickResult.Chosen chosen, RequestPreparer preparer) {
        if (preparer == null) return new Step(candidate, chosen.lastResort(), null, null);
        try {
            var prepared = preparer.prepare(candidate, chosen.refused(), chosen.foreign()::containsKey);
            return new Step(candidate, chosen.lastResort(), prepared.losses().line(), null);
        } catch (GatewayError e) {
            return new Step(candidate, chosen.lastResort(), null, e.getMessage());
        }
    }
}
