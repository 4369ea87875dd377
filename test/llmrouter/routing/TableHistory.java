package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RoutingTable.Use;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// A table, its clock, and the changes that its listener got.
final class TableHistory {
    static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        7_200_000);
    /// 2025-06-15 15:06:40 UTC: in the middle of a minute, a day, a week and a month.
    static final long START = 1_750_000_000_000L;

    final List<Change> changes = new ArrayList<>();
    final RoutingTable table;
    long now = START;

    TableHistory(HealthPolicy policy) {
        table = new RoutingTable(policy, changes::add);
    }

    TableHistory() {
        this(POLICY);
    }

    TableHistory later(long ms) {
        now += ms;
        return this;
    }

    PickResult pick(Asking asking) {
        return table.pick(asking.request(), now);
    }

    Chosen chosen(Asking asking) {
        return assertInstanceOf(Chosen.class, pick(asking));
    }

    /// The first letter of the candidate that is picked.
    String letter(Asking asking) {
        return chosen(asking).reservation().ref().substring(0, 1);
    }

    /// The first letters of `n` picks.
    String letters(Asking asking, int n) {
        var out = new StringBuilder();
        for (int i = 0; i < n; i++) out.append(letter(asking));
        return out.toString();
    }

    static long count(String letters, char letter) {
        return letters.chars().filter(c -> c == letter).count();
    }

    /// Why a candidate was skipped, if only one was.
    static List<String> reasons(PickResult pick) {
        if (pick.skipped().size() != 1) throw new AssertionError("not one was skipped: " + pick.skipped());
        return pick.skipped().getFirst().words();
    }

    static List<String> skipped(PickResult pick) {
        return pick.skipped().stream().map(Skip::ref).toList();
    }

    void alive(String provider) {
        alive(provider, null);
    }

    void alive(String provider, String affinity) {
        table.report(new Outcome.Healthy(provider + "/m", affinity, ""), now);
    }

    void failed(String provider, FailureClass category) {
        failed(provider, category, -1);
    }

    void failed(String provider, FailureClass category, long retryAfterMs) {
        table.report(new Outcome.Failed(provider + "/m", category, retryAfterMs, ""), now);
    }

    void settled(Chosen chosen, boolean reached, long tokens) {
        table.report(new Outcome.Settled(chosen.reservation(), reached, tokens), now);
    }

    Use use(Cap cap) {
        return table.snapshot(List.of(Asking.choice("a", 1, cap)), now).uses().get(cap.key());
    }

    Health health(String provider) {
        return table.snapshot(List.of(Asking.choice(provider, 1)), now).health().get(provider + "/m");
    }
}
