package vectors;

import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Format;
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
        var table = new RoutingTable(new HealthPolicy(1, 1, 1, 1, 1, 2, 1, 1), _ -> {});
        var left = new StringBuilder().append(route.reason()).append(' ').append(route.ref()).append(route.alias())
            .append(route.strategy());
        for (var candidate : route.candidates()) left.append(' ').append(candidate.ref()).append(candidate.format());
        var outlook = RouteOutlook.of(route, table, 1_750_000_000_000L);
        return left.append(route.choices()).append(outlook.state()).append(outlook.skipped()).toString();
    }
}
