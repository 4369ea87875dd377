package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickResult.Chosen;

import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.Asking.requests;
import static llmrouter.routing.Asking.tokens;
import static org.junit.jupiter.api.Assertions.assertEquals;

/// What a table remembers is the sum of its changes: after any history, a table made from them goes on exactly as the
/// first one.
class ReplayTest {
    private static final Window SECOND = new Window(Unit.SECOND, 1);
    private static final FailureClass[] FAILURES = FailureClass.values();

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new Random(seed);

    private Asking anything() {
        Cap shared = tokens("p/shared", 500, Asking.MINUTE);
        var asking = Asking.of(Strategy.values()[random.nextInt(Strategy.values().length)],
            choice("a", 5, requests("a/cap", 4, SECOND), shared),
            choice("b", 1, shared), choice("c", 2.5, requests("c/cap", 9, SECOND)), choice("d", 1))
            .primary(random.nextInt(1, 5));
        if (random.nextInt(4) == 0) asking.barred(random.nextInt(4));
        return asking.affinity("talk " + random.nextInt(6)).tokens(random.nextInt(60))
            .signatures("s" + random.nextInt(5), "s" + random.nextInt(5));
    }

    /// The same history gives the same journal, whatever hashes names have.
    @Test
    void changesStandInTheOrderOfTheirFirstUse() {
        var history = new TableHistory();
        var names = List.of("zulu", "alpha", "mike", "bravo", "yankee", "charlie");
        for (String name : names) {
            history.chosen(Asking.of(Strategy.ORDERED, choice(name, 1, requests(name + "/cap", 9, Asking.MINUTE))));
        }
        var counted = new ArrayList<String>();
        for (Change change : history.table.changes()) {
            if (change instanceof Change.Counted c) counted.add(Candidate.providerOf(c.bucket()));
        }
        assertEquals(names, counted);
    }

    /// A step of a history without anything left in flight, which no journal keeps.
    private void step(TableHistory history) {
        history.later(random.nextInt(400));
        String provider = String.valueOf("abcd".charAt(random.nextInt(4)));
        switch (random.nextInt(7)) {
            case 0 -> history.alive(provider, "talk " + random.nextInt(6));
            case 1 -> history.failed(provider, FAILURES[random.nextInt(FAILURES.length)], random.nextInt(-1, 3_000));
            case 2 -> history.table.report(new Outcome.Signed("s" + random.nextInt(5), provider), history.now);
            case 3 -> history.table.report(new Outcome.Refused(provider + "/m", "field" + random.nextInt(3)),
                history.now);
            case 4 -> history.table.report(Outcome.Measured.of(provider + "/m", random.nextInt(4_000), 1_000),
                history.now);
            default -> {
                if (history.pick(anything()) instanceof Chosen chosen) {
                    history.settled(chosen, random.nextInt(5) > 0, random.nextInt(-1, 100));
                }
            }
        }
    }

    private static RoutingTable from(List<Change> changes) {
        var table = new RoutingTable(TableHistory.POLICY, _ -> {});
        changes.forEach(table::apply);
        return table;
    }

    @Test
    void aTableMadeFromChangesGoesOnAsTheFirst() {
        for (int round = 0; round < 200; round++) {
            var history = new TableHistory();
            int steps = random.nextInt(200);
            for (int i = 0; i < steps; i++) step(history);
            RoutingTable journal = from(history.changes);
            RoutingTable snapshot = from(history.table.changes());
            var half = new ArrayList<>(from(history.changes.subList(0, history.changes.size() / 2)).changes());
            half.addAll(history.changes.subList(history.changes.size() / 2, history.changes.size()));
            RoutingTable both = from(half);
            for (int i = 0; i < 40; i++) {
                PickRequest request = anything().request();
                history.later(random.nextInt(300));
                PickResult pick = history.table.pick(request, history.now);
                assertEquals(pick, journal.pick(request, history.now), () -> "seed " + seed);
                assertEquals(pick, snapshot.pick(request, history.now), () -> "seed " + seed);
                assertEquals(pick, both.pick(request, history.now), () -> "seed " + seed);
            }
        }
    }
}
