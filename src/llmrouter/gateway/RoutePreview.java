package llmrouter.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
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

/// What an exchange would do with a request as things stand, without asking anyone: the same opening, the same choosing, the same
/// translating.
///
/// @param client   the format the client speaks
/// @param steps    in the order in which they would be tried, each if those before it fail
/// @param skipped  who is passed over as long as anybody else is left, and why
/// @param choices  everybody with their weights and caps
/// @param snapshot of all of them before the request
public record RoutePreview(Format client, Route route, List<Step> steps, List<Skip> skipped, List<Choice> choices, RoutingSnapshot snapshot) {

    /// One candidate's turn.
    ///
    /// @param lastResort whether it is resting and asked only because nobody else is left
    /// @param losses     what its translation would lose, the ledger's line; null without a body or if it cannot be made
    /// @param problem    why the request cannot be made for it; null if it can
    public record Step(Candidate candidate, boolean lastResort, String losses, String problem) {}

    /// @param table a copy that nobody else looks at
    /// @throws GatewayError the request cannot be served at all
    public static RoutePreview of(ClientRequest request, RouteResolver routes, ExchangePolicy policy, RoutingTable table, long now) {
        RoutedRequest opening = RoutedRequest.of(request, routes, policy, new SplitMix64(request.seed()));
        return of(opening.request().format(), opening.plan().route(), opening.plan().anyCandidate(), opening.preparer(), table, now);
    }

    /// For a request of which only the model is known.
    public static RoutePreview of(Format client, Route route, RoutingTable table, long now) {
        var question = new PickRequest(route.ref(), route.strategy(), route.choices(), route.primary().size(), Set.of(), -1, null, 0, List.of());
        return of(client, route, question, null, table, now);
    }

    /// @param preparer or null if there is no body
    private static RoutePreview of(Format client, Route route, PickRequest first, RequestPreparer preparer, RoutingTable table, long now) {
        RoutingSnapshot snapshot = table.snapshot(first.choices(), now);
        var steps = new ArrayList<Step>();
        var skipped = new ArrayList<Skip>();
        var barred = new HashSet<Integer>();
        PickResult pick = table.pick(first, now);
        AttemptPlan.addSkips(skipped, pick.skipped());
        while (pick instanceof PickResult.Chosen chosen) {
            table.report(new Outcome.Settled(chosen.reservation(), false, -1), now);
            steps.add(step(route.candidates().get(chosen.index()), chosen, preparer));
            barred.add(chosen.index());
            pick = table.pick(first.without(barred), now);
            AttemptPlan.addSkips(skipped, pick.skipped());
        }
        return new RoutePreview(client, route, List.copyOf(steps), List.copyOf(skipped), first.choices(), snapshot);
    }

    private static Step step(Candidate candidate, PickResult.Chosen chosen, RequestPreparer preparer) {
        if (preparer == null) return new Step(candidate, chosen.lastResort(), null, null);
        try {
            var prepared = preparer.prepare(candidate, chosen.refused(), chosen.foreign()::contains);
            return new Step(candidate, chosen.lastResort(), prepared.losses().line(), null);
        } catch (GatewayError e) {
            return new Step(candidate, chosen.lastResort(), null, e.getMessage());
        }
    }
}
