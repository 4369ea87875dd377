package vectors;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Decimal;
import llmrouter.routing.Change;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.Reservation;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.SplitMix64;

/// A routing table's life: candidates, caps and events by a seed. It writes down each decision and each change.
final class RoutingHistory {
    private static final int STEPS = 60;
    private static final long DAY = 86_400_000L;
    private static final long[] STEPS_OF_TIME = {0, 1, 7, 900, 1_000, 4_999, 5_001, 30_000, 60_000, 901_000, 3_600_000,
        DAY, 8 * DAY, 40 * DAY};

    private final SplitMix64 chance;
    private final StringBuilder left = new StringBuilder();
    private final List<Change> changes = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<Reservation> reserved = new ArrayList<>();
    private final HealthPolicy policy;
    private final RoutingTable table;
    private final int primary;
    private final Strategy strategy;
    private long now;

    RoutingHistory(long seed) {
        chance = new SplitMix64(seed);
        policy = new HealthPolicy(45_000, below(2) * 30_000, 900_000, 600_000, 120_000, (int) below(4), 30_000,
            below(3) * 3_600_000);
        table = new RoutingTable(policy, this::changed);
        now = below(3) == 0 ? below(4_000_000_000_000L) : 1_700_000_000_000L + below(60 * DAY);
        int count = 1 + (int) below(6);
        var caps = new ArrayList<Cap>();
        for (int i = 0; i < 4; i++) caps.add(cap(i));
        for (int i = 0; i < count; i++) choices.add(choice(i, caps));
        primary = 1 + (int) below(count);
        strategy = Strategy.values()[(int) below(Strategy.values().length)];
    }

    private long below(long bound) {
        return chance.below(bound);
    }

    private void changed(Change change) {
        changes.add(change);
        left.append(change instanceof Change.CreditsChanged c
            ? "credits " + c.route() + new TreeMap<>(c.credits()) : change.toString()).append('\n');
    }

    private Cap cap(int number) {
        String owner = below(5) == 0 ? "key:client" : "p" + below(3);
        Unit unit = Unit.values()[(int) below(Unit.values().length)];
        Window window = below(6) == 0 ? null : new Window(unit, 1 + (int) below(below(4) == 0 ? 400 : 7));
        Long requests = window == null || below(3) == 0 ? null : 1 + below(12);
        Long tokens = window == null || below(2) == 0 ? null : 1 + below(5_000);
        Long inFlight = window != null && below(3) > 0 ? null : 1 + below(4);
        return new Cap(owner + "/b" + number, requests, tokens, inFlight, window);
    }

    private Choice choice(int number, List<Cap> caps) {
        var some = new ArrayList<Cap>();
        for (Cap cap : caps) {
            if (below(3) == 0) some.add(cap);
        }
        long weight = switch ((int) below(5)) {
            case 0 -> 1;
            case 1 -> 1_000_000 * Decimal.ONE;
            case 2 -> 1 + below(3 * Decimal.ONE);
            default -> (1 + below(5)) * Decimal.ONE;
        };
        return new Choice("p" + number + "/m" + number, weight, List.copyOf(some),
            below(2) == 0 ? "" : "print" + number);
    }

    String run() {
        for (int step = 0; step < STEPS; step++) {
            now += STEPS_OF_TIME[(int) below(STEPS_OF_TIME.length)];
            if (below(25) == 0) now = Math.max(0, now - below(3) * 3_000 - below(2) * DAY);
            left.append(step).append(" at ").append(now).append('\n');
            step();
        }
        var again = new RoutingTable(policy, _ -> {});
        for (Change change : changes) again.restore(change, now);
        snapshot(again);
        snapshot(table);
        for (Change change : table.changes()) changed(change);
        return left.toString();
    }

    private void step() {
        switch ((int) below(12)) {
            case 0, 1, 2, 3, 4 -> pick();
            case 5, 6 -> settle();
            case 7 -> failed();
            case 8 -> table.report(new Outcome.Healthy(ref(), affinity(), print()), now);
            case 9 -> learned();
            case 10 -> snapshot(table);
            default -> health();
        }
    }

    private String ref() {
        return choices.get((int) below(choices.size())).ref();
    }

    private String affinity() {
        return below(2) == 0 ? null : "talk" + below(3);
    }

    private String print() {
        return below(2) == 0 ? "" : "print" + below(3);
    }

    private void pick() {
        Set<Integer> barred = new HashSet<>();
        if (below(4) == 0) barred.add((int) below(choices.size()));
        int only = below(8) == 0 ? (int) below(choices.size()) : -1;
        var request = new PickRequest("route" + below(2), strategy, choices, primary, barred, only, affinity(),
            below(2) * below(3_000), List.of("s" + below(3), "s" + below(3)));
        PickResult result = table.pick(request, now);
        if (!(result instanceof PickResult.Chosen c)) {
            left.append(result).append('\n');
            return;
        }
        reserved.add(c.reservation());
        left.append(c.index()).append(c.reservation()).append(c.lastResort()).append(new TreeSet<>(c.refused()))
            .append(new TreeMap<>(c.foreign())).append(c.scale()).append(c.skipped()).append('\n');
    }

    private void settle() {
        if (reserved.isEmpty()) return;
        Reservation held = reserved.remove((int) below(reserved.size()));
        table.report(new Outcome.Settled(held, below(4) > 0, below(3) == 0 ? -1 : below(6_000)), now);
    }

    private void failed() {
        FailureClass category = FailureClass.values()[(int) below(FailureClass.values().length)];
        long retryAfter = below(3) > 0 ? -1 : below(2) * below(2 * DAY);
        table.report(new Outcome.Failed(ref(), category, retryAfter, print()), now);
    }

    private void learned() {
        String ref = ref();
        table.report(switch ((int) below(3)) {
            case 0 -> new Outcome.Refused(ref, (below(2) == 0 ? "+" : "") + "field" + below(3));
            case 1 -> Outcome.Measured.of(ref, below(9_000), 1 + below(4_000));
            default -> new Outcome.Signed("s" + below(3), "p" + below(4));
        }, now);
    }

    private void health() {
        if (below(2) == 0) {
            String ref = ref();
            left.append(table.end(ref::equals, now)).append('\n');
            return;
        }
        var prints = new TreeMap<String, String>();
        for (Choice choice : choices) prints.put(choice.provider(), print());
        left.append(table.adopt(prints, now)).append('\n');
    }

    private void snapshot(RoutingTable of) {
        var snapshot = of.snapshot(choices, now);
        left.append(snapshot.at()).append(new TreeMap<>(snapshot.health())).append(new TreeMap<>(snapshot.uses()))
            .append('\n');
    }
}
