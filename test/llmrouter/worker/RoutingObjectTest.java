package llmrouter.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.Reservation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The object that isolates share, with a storage that keeps its rows over restarts.
class RoutingObjectTest {
    private static final long NOON = 1_796_126_400_000L;
    private static final Cap FORTY = new Cap("p/hour", 40L, null, null, new Window(Bucket.Unit.HOUR, 1));
    private static final Cap TOKENS = new Cap("p/tokens", null, 1_000L, null, new Window(Bucket.Unit.DAY, 1));
    private static final Cap THREE_AT_ONCE = new Cap("p/flying", null, null, 3L, null);

    private final List<String> stored = new ArrayList<>();
    private int boots;
    private RoutingObject object = boot();
    private long now = NOON;

    private RoutingObject boot() {
        return new RoutingObject(_ -> null, List.copyOf(stored), "boot" + ++boots, NOON);
    }

    private String ask(String message) {
        String answer = object.ask(message, now);
        boolean replaces = object.replaces();
        List<String> rows = object.takeLines();
        if (replaces) stored.clear();
        stored.addAll(rows);
        return answer;
    }

    private PickResult pick(Cap... caps) {
        var choice = new Choice("p/m", 1_000_000, List.of(caps));
        var request = new PickRequest("p/m", Strategy.ORDERED, List.of(choice), 1, Set.of(), -1, null, 100, List.of());
        return StateMessages.picked(ask(StateMessages.consult(request)));
    }

    private Reservation take(Cap... caps) {
        return assertInstanceOf(PickResult.Chosen.class, pick(caps)).reservation();
    }

    private void settle(Reservation reservation, long tokens) {
        ask(StateMessages.report(List.of(new Outcome.Settled(reservation, true, tokens))));
    }

    @Test
    void ofAThousandRequestsExactlyAsManyPassAsTheCapAllowsThoughTheObjectEndsAtAnyTime() {
        var random = new Random(15);
        var open = new ArrayDeque<Reservation>();
        int passed = 0;
        for (int i = 0; i < 1_000; i++) {
            if (random.nextInt(20) == 0) object = boot();
            if (pick(FORTY) instanceof PickResult.Chosen chosen) {
                passed++;
                open.add(chosen.reservation());
            }
            if (random.nextBoolean() && !open.isEmpty()) settle(open.poll(), 50);
        }
        assertEquals(40, passed);
    }

    @Test
    void whatIsReservedBeforeARestartIsSettledAfterIt() {
        Reservation reservation = take(TOKENS);
        object = boot();
        settle(reservation, 950);
        assertInstanceOf(PickResult.Capped.class, pick(TOKENS));
    }

    @Test
    void aReportThatArrivesTwiceSettlesOnce() {
        Reservation first = take(TOKENS);
        take(TOKENS);
        settle(first, 0);
        settle(first, 0);
        settle(first, 0);
        // 100 are reserved by the second; had the first been given back three times, 1,000 more would fit
        for (int i = 0; i < 9; i++) take(TOKENS);
        assertInstanceOf(PickResult.Capped.class, pick(TOKENS));
    }

    @Test
    void requestsInFlightOutliveTheObject() {
        Reservation first = take(THREE_AT_ONCE);
        take(THREE_AT_ONCE);
        take(THREE_AT_ONCE);
        object = boot();
        assertInstanceOf(PickResult.Capped.class, pick(THREE_AT_ONCE));
        settle(first, 10);
        object = boot();
        take(THREE_AT_ONCE);
        assertInstanceOf(PickResult.Capped.class, pick(THREE_AT_ONCE));
    }

    @Test
    void theAttemptAndTheClientsKeyAreSettledEachByItself() {
        Cap ofKey = Cap.ofClient("ci", new Bucket("flying", null, List.of(), null, null, 1L, null));
        Reservation both = take(THREE_AT_ONCE, ofKey);
        settle(both.ofAttempt(), 10);
        assertInstanceOf(PickResult.Capped.class, pick(THREE_AT_ONCE, ofKey));
        object = boot();
        settle(both.ofClient(), 10);
        take(THREE_AT_ONCE, ofKey);
    }

    @Test
    void aRequestWhoseIsolateHasEndedGivesItsPlaceBackInTheEnd() {
        for (int i = 0; i < 3; i++) take(THREE_AT_ONCE);
        now += Leases.LEASE_MS - 1;
        assertInstanceOf(PickResult.Capped.class, pick(THREE_AT_ONCE));
        now += 1;
        take(THREE_AT_ONCE);
    }

    @Test
    void aCooldownIsKnownToTheNextRunOfTheObject() {
        ask(StateMessages.report(List.of(new Outcome.Failed("p/m", FailureClass.RATE_LIMITED, 60_000, ""))));
        object = boot();
        var chosen = assertInstanceOf(PickResult.Chosen.class, pick(FORTY));
        assertTrue(chosen.lastResort());
        var view = StateMessages.looked(ask(StateMessages.look()), HealthPolicy.of(settings()), now);
        assertFalse(view.snapshot(List.of(new Choice("p/m", 1, List.of(FORTY)))).health().get("p/m").isHealthy());
        assertEquals(1, view.uses(List.of(FORTY)).get("p/hour").requests());
    }

    private static Settings settings() {
        return assertInstanceOf(ValidSettings.class,
            SettingsReader.readHosted(_ -> null)).settings();
    }

    @Test
    void aLongJournalIsReplacedByTheStateThatItDescribes() {
        Reservation last = take(THREE_AT_ONCE);
        for (int i = 0; i < 20_000; i++) {
            now += 10;
            ask(StateMessages.report(List.of(new Outcome.Healthy("p/m", "conversation " + i % 50, ""))));
        }
        long lines = stored.stream().flatMap(String::lines).count();
        assertTrue(lines < 6_000, () -> lines + " lines");
        object = boot();
        take(THREE_AT_ONCE);
        take(THREE_AT_ONCE);
        assertInstanceOf(PickResult.Capped.class, pick(THREE_AT_ONCE));
        settle(last, 1);
        take(THREE_AT_ONCE);
    }
}
