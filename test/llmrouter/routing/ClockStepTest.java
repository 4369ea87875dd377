package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Alias.Strategy;

import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.FailureClass.AUTH;
import static llmrouter.routing.FailureClass.RATE_LIMITED;
import static llmrouter.routing.FailureClass.TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A clock that was ahead, and changes that come from outside: nothing lasts longer than it could if it were recorded
/// now.
class ClockStepTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long NEVER = 99_999_999_999_999L; // in the year 5138

    private final TableHistory history = new TableHistory();
    private final Asking pair = Asking.of(Strategy.ORDERED, choice("a", 1), choice("b", 1));

    /// The table that a gateway makes of the changes, when it starts at this moment.
    private static RoutingTable restored(List<Change> changes, long now) {
        var table = new RoutingTable(TableHistory.POLICY, _ -> {});
        changes.forEach(change -> table.restore(change, now));
        return table;
    }

    private String letter(RoutingTable table, long now) {
        return ((PickResult.Chosen) table.pick(pair.request(), now)).reservation().ref().substring(0, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {6_000, 10 * MINUTE, HOUR, 119 * MINUTE})
    void aCircuitOfAClockThatWasAheadLastsAsConfiguredAfterARestart(long ahead) {
        history.later(ahead).failed("a", TIMEOUT);
        long now = history.now - ahead;
        RoutingTable table = restored(history.changes, now);
        assertEquals("b", letter(table, now + 29_999));
        assertEquals("a", letter(table, now + 30_000));
    }

    @ParameterizedTest
    @CsvSource({"AUTH, -1, 600000", "RATE_LIMITED, -1, 30000", "RATE_LIMITED, 3600000, 3600000",
        "BILLING, -1, 900000", "TEMPORARY, 7000, 7000"})
    void aCooldownOfAClockThatWasAheadLastsAsLongAsItDidThen(FailureClass category, long retryAfter, long lasts) {
        history.later(HOUR).failed("a", category, retryAfter);
        long now = history.now - HOUR;
        RoutingTable table = restored(history.changes, now);
        assertEquals("b", letter(table, now + lasts - 1));
        assertEquals("a", letter(table, now + lasts));
    }

    @ParameterizedTest
    @ValueSource(longs = {6_000, 10 * MINUTE, HOUR})
    void aClockThatIsSetBackWhileTheGatewayRunsMakesNothingLonger(long step) {
        history.failed("a", TIMEOUT);
        history.failed("b", AUTH);
        history.later(-step);
        assertEquals(List.of("circuit-open"), TableHistory.reasons(history.pick(Asking.of(Strategy.ORDERED,
            choice("a", 1), choice("c", 1)))));
        history.later(29_999);
        assertTrue(history.health("a").circuitOpen(history.now));
        history.later(1);
        assertEquals("a", history.letter(pair));
        assertTrue(history.health("b").coolingDown(history.now + 10 * MINUTE - 30_001));
        assertTrue(!history.health("b").coolingDown(history.now + 10 * MINUTE - 30_000));
    }

    @Test
    void aSmallCorrectionOfTheClockMovesNothing() {
        history.failed("a", TIMEOUT);
        Health before = history.health("a");
        history.later(-4_000);
        assertEquals(before, history.health("a"));
    }

    @Test
    void whatIsMovedIsToldSoThatAJournalHasItToo() {
        history.later(HOUR).failed("a", TIMEOUT);
        history.later(-HOUR).pick(pair);
        var last = (Change.HealthChanged) history.changes.getLast();
        assertEquals(history.now + 30_000, last.health().openUntil());
        assertEquals(history.now, last.health().updatedAt());
    }

    @Test
    void plantedStateIsNoLongerThanRealState() {
        long now = TableHistory.START;
        var planted = new ArrayList<Change>();
        for (FailureClass category : FailureClass.values()) planted.add(new Change.HealthChanged(category.word(),
            new Health(Integer.MAX_VALUE, NEVER, NEVER, category.word(), now, "")));
        planted.add(new Change.HealthChanged("words", new Health(-7, NEVER, Long.MAX_VALUE, "planted\u001b[31m", now,
            "x".repeat(5_000))));
        var taken = new ArrayList<Health>();
        var table = new RoutingTable(TableHistory.POLICY, _ -> {});
        for (Change change : planted) taken.add(((Change.HealthChanged) table.restore(change, now)).health());
        for (Health health : taken) {
            assertTrue(health.openUntil() <= now + 30_000, health.toString());
            assertTrue(health.cooldownUntil() <= now + 24 * HOUR, health.toString());
            assertTrue(health.strikes() >= 0 && health.strikes() <= 1000, health.toString());
        }
        assertEquals(now + 10 * MINUTE, taken.get(AUTH.ordinal()).cooldownUntil());
        assertEquals(now + 24 * HOUR, taken.get(RATE_LIMITED.ordinal()).cooldownUntil());
        assertEquals("unknown", taken.getLast().reason());
        assertEquals("", taken.getLast().fingerprint());
    }

    @Test
    void numbersAndNamesFromOutsideAreBounded() {
        long now = TableHistory.START;
        var table = new RoutingTable(TableHistory.POLICY, _ -> {});
        for (int i = 0; i < 3; i++) table.restore(new Change.Counted("a/cap", 1, Long.MAX_VALUE, Long.MIN_VALUE), now);
        var counted = (Change.Counted) table.changes().getFirst();
        assertTrue(counted.requests() > 0 && counted.tokens() == 0, counted.toString());
        assertNull(table.restore(new Change.SignatureSeen("x".repeat(2_001), "p"), now));
        assertNull(table.restore(new Change.CreditsChanged("x".repeat(2_001), Map.of()), now));
        assertEquals(new Change.AffinitySet("talk", "a/m", now), table.restore(new Change.AffinitySet("talk", "a/m",
            NEVER), now));
        assertEquals(new Change.ScaleChanged("a/m", 3_000), table.restore(new Change.ScaleChanged("a/m", NEVER), now));
    }
}
