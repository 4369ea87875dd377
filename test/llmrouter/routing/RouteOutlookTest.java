package llmrouter.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.routing.RouteOutlook.State;
import llmrouter.routing.RouteResolver.Resolution.Found;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/// Whether an alias or a model can be answered now, judged by a snapshot of the routing state.
class RouteOutlookTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final HealthPolicy POLICY = new HealthPolicy(60_000, 30_000, 600_000, 600_000, 60_000, 3, 30_000,
        3_600_000);

    private final Config config = config();
    private final RoutingTable table = new RoutingTable(POLICY, _ -> {});

    private static Config config() {
        var text = new StringBuilder("{\"version\":2,\"providers\":[");
        for (String id : List.of("a", "b")) {
            text.append(id.equals("a") ? "" : ",").append("{\"id\":\"").append(id).append("\",\"baseUrl\":")
                .append("\"https://x.example\",\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":[\"m\"],")
                .append("\"rateLimits\":[{\"id\":\"cap\",\"models\":[\"all\"],\"requests\":1,\"window\":")
                .append("{\"unit\":\"hour\",\"size\":1}}]}");
        }
        text.append("],\"modelAliases\":{\"work\":{\"targets\":[\"a/m\",\"b/m\"]}}}");
        var outcome = ConfigReader.read(text.toString(), "c");
        return outcome instanceof ValidConfig valid ? valid.config() : fail(outcome.toString());
    }

    private static Config without(Config config, String... providers) {
        return config.withProviders(config.providers().stream().map(provider -> List.of(providers)
            .contains(provider.id()) ? provider.withApiKey(new MissingSecret(new EnvSecret("K"), "gone")) : provider)
            .toList());
    }

    private static Route route(Config config, String name) {
        return new RouteResolver(config).resolve(name, Format.OPENAI) instanceof Found(Route route) ? route : fail();
    }

    /// The outlook by a copy of the table that is made of its snapshot.
    private RouteOutlook outlook(Config from, String name) {
        List<Choice> all = route(config, "work").choices();
        return RouteOutlook.of(route(from, name), RoutingTable.of(table.snapshot(all, NOW), all, POLICY), NOW);
    }

    private void fill(String ref) {
        table.reserve(route(config, ref).choices().getFirst(), 1, NOW);
    }

    private static String shown(RouteOutlook outlook) {
        return outlook.state().word() + " " + outlook.untilMs() + " " + outlook.skipped();
    }

    @Test
    void anAliasWithOneCandidateThatCanBeCalledIsOk() {
        assertEquals(State.OK, outlook(config, "work").state());
        fill("a/m");
        assertEquals("ok 0 [Skip[ref=a/m, reasons=[quota-exhausted]]]", shown(outlook(config, "work")));
        assertEquals(State.CAPPED, outlook(config, "a/m").state());
    }

    @Test
    void anAliasWhoseCapsAreAllFullCannotBeAnsweredUntilTheFirstHasRoom() {
        fill("a/m");
        fill("b/m");
        long hour = 3_600_000;
        assertEquals("capped " + (NOW / hour + 1) * hour
            + " [Skip[ref=a/m, reasons=[quota-exhausted]], Skip[ref=b/m, reasons=[quota-exhausted]]]",
            shown(outlook(config, "work")));
    }

    @Test
    void anAliasWhoseCandidatesArePausedIsALastResortUntilTheFirstIsBack() {
        table.report(new Outcome.Failed("a/m", FailureClass.AUTH, -1, ""), NOW);
        table.report(new Outcome.Failed("b/m", FailureClass.RATE_LIMITED, 40_000, ""), NOW);
        assertEquals("last-resort " + (NOW + 40_000)
            + " [Skip[ref=a/m, reasons=[cooldown]], Skip[ref=b/m, reasons=[cooldown]]]",
            shown(outlook(config, "work")));
    }

    @Test
    void aCapBesideAPauseLeavesTheOtherAsTheLastResort() {
        fill("a/m");
        table.report(new Outcome.Failed("b/m", FailureClass.AUTH, -1, ""), NOW);
        assertEquals("last-resort " + (NOW + 600_000)
            + " [Skip[ref=a/m, reasons=[quota-exhausted]], Skip[ref=b/m, reasons=[cooldown]]]",
            shown(outlook(config, "work")));
    }

    @Test
    void aProviderWithoutItsKeyIsSkippedAndTheOtherAnswers() {
        Config left = without(config, "a");
        assertEquals("ok 0 [Skip[ref=a/m, reasons=[left-out]]]", shown(outlook(left, "work")));
        assertEquals("left-out 0 [Skip[ref=a/m, reasons=[left-out]]]", shown(outlook(left, "a/m")));
        assertEquals(State.LEFT_OUT, outlook(without(config, "a", "b"), "work").state());
    }

    @Test
    void aLookChangesNothing() {
        for (int i = 0; i < 3; i++) assertEquals(State.OK, outlook(config, "a/m").state());
        List<Choice> all = List.of(route(config, "a/m").choices().getFirst());
        RoutingTable copy = RoutingTable.of(table.snapshot(all, NOW), all, POLICY);
        for (int i = 0; i < 3; i++) assertEquals(State.OK, RouteOutlook.of(route(config, "a/m"), copy, NOW).state());
    }

    @Test
    void aTableMadeOfASnapshotHasTheSameSnapshot() {
        fill("a/m");
        table.report(new Outcome.Failed("b/m", FailureClass.TIMEOUT, -1, ""), NOW);
        List<Choice> all = route(config, "work").choices();
        RoutingSnapshot snapshot = table.snapshot(all, NOW);
        assertEquals(snapshot, RoutingTable.of(snapshot, all, POLICY).snapshot(all, NOW));
    }
}
