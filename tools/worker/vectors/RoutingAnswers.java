package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.ExchangePolicy.TimeLimits;
import llmrouter.gateway.RoutePreview;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.HeaderMap;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateSelection;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.SplitMix64;
import llmrouter.routing.WindowClock;

/// Windows of time, and the names of models.
final class RoutingAnswers {
    private RoutingAnswers() {}

    /// Windows of all units around times that a seed chooses, and pauses.
    static String windows(long seed) {
        var chance = new SplitMix64(seed);
        var retry = new RetryPolicy(5, chance.below(2_000), chance.below(20_000));
        var left = new StringBuilder();
        for (Unit unit : Unit.values()) {
            var window = new Window(unit, 1 + (int) chance.below(1L << chance.below(31)));
            long now = chance.below(8_000_000_000_000L) - 2_000_000_000_000L;
            long start = WindowClock.start(window, now);
            left.append(window).append(now).append(' ').append(start).append(' ')
                .append(WindowClock.end(window, start)).append('\n');
        }
        for (int next = 1; next < 6; next++) left.append(retry.delayMs(next, chance)).append(' ');
        return left.toString();
    }

    /// @param name  of a model, as a client writes it
    /// @param client the client's format
    static String names(String config, String client, String name) {
        Resolution resolution = new RouteResolver(ConfigAnswers.valid(config)).resolve(name, Format.of(client));
        if (!(resolution instanceof Resolution.Found(var route))) return resolution.toString();
        var table = table();
        var left = new StringBuilder().append(route.reason()).append(' ').append(route.ref()).append(route.alias())
            .append(route.strategy());
        for (var candidate : route.candidates()) left.append(' ').append(candidate.ref()).append(candidate.format());
        var outlook = RouteOutlook.of(route, table, 1_750_000_000_000L);
        return left.append(route.choices()).append(outlook.state()).append(outlook.skipped())
            .append(selection(config, name, route.candidates())).toString();
    }

    private static RoutingTable table() {
        return new RoutingTable(new HealthPolicy(1, 1, 1, 1, 1, 2, 1, 1), _ -> {});
    }

    /// The candidates that a command would choose by the name.
    private static String selection(String config, String name, List<Candidate> candidates) {
        Config read = ConfigAnswers.valid(config);
        return switch (CandidateSelection.of(name, read, new RouteResolver(read))) {
            case CandidateSelection.Unknown(var near) -> "near " + near;
            case CandidateSelection.Selected(var chosen) -> {
                var refs = new ArrayList<String>();
                for (Candidate c : candidates) refs.add(c.ref() + chosen.test(c.ref()));
                yield refs.toString();
            }
        };
    }

    /// What would be done with a request.
    static String preview(String config, String client, String body) {
        Format format = Format.of(client);
        var request = new ClientRequest("request", Endpoint.of(format), format, HeaderMap.EMPTY, body, 1_750_000_000L,
            7, "here");
        var limits = new TimeLimits(10_000, 60_000, 90_000, 120_000, 600_000, 300_000);
        var policy = new ExchangePolicy(limits, 15_000, new RetryPolicy(3, 250, 3_000), false, false, false);
        var preview = RoutePreview.of(request, new RouteResolver(ConfigAnswers.valid(config)), policy, table(), 1_000);
        var left = new StringBuilder();
        for (var step : preview.steps()) {
            left.append(step.candidate().ref()).append(step.candidate().format()).append(step.lastResort())
                .append(step.losses()).append(step.problem()).append('\n');
        }
        return left.append(preview.skipped()).append(preview.choices()).toString();
    }
}
