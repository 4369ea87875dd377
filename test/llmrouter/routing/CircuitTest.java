package llmrouter.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.routing.PickResult.Chosen;

import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.FailureClass.AUTH;
import static llmrouter.routing.FailureClass.BAD_RESPONSE;
import static llmrouter.routing.FailureClass.BILLING;
import static llmrouter.routing.FailureClass.CONFIGURATION;
import static llmrouter.routing.FailureClass.CONTEXT_OVERFLOW;
import static llmrouter.routing.FailureClass.EDGE_BLOCKED;
import static llmrouter.routing.FailureClass.FORBIDDEN;
import static llmrouter.routing.FailureClass.INVALID_REQUEST;
import static llmrouter.routing.FailureClass.NETWORK;
import static llmrouter.routing.FailureClass.NOT_FOUND;
import static llmrouter.routing.FailureClass.POLICY;
import static llmrouter.routing.FailureClass.RATE_LIMITED;
import static llmrouter.routing.FailureClass.TEMPORARY;
import static llmrouter.routing.FailureClass.TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CircuitTest {
    private static final long DAY = 86_400_000L;

    private final TableHistory history = new TableHistory();
    private final Asking pair = Asking.of(Strategy.ORDERED, choice("a", 1), choice("b", 1));
    private final Asking lone = Asking.of(Strategy.ORDERED, choice("a", 1));

    /// How long a lone failure keeps the candidate out, in milliseconds.
    private static long cooldownAfter(FailureClass category, long retryAfterMs) {
        var history = new TableHistory();
        history.failed("a", category, retryAfterMs);
        return Math.max(0, history.health("a").cooldownUntil() - history.now);
    }

    @Test
    void eachFailureRestsAsLongAsItMeans() {
        assertEquals(30_000, cooldownAfter(RATE_LIMITED, -1));
        assertEquals(7_000, cooldownAfter(RATE_LIMITED, 7_000));
        assertEquals(0, cooldownAfter(RATE_LIMITED, 0));
        assertEquals(DAY, cooldownAfter(RATE_LIMITED, 30 * DAY));
        assertEquals(900_000, cooldownAfter(BILLING, -1));
        assertEquals(600_000, cooldownAfter(AUTH, -1));
        assertEquals(600_000, cooldownAfter(FORBIDDEN, -1));
        assertEquals(120_000, cooldownAfter(POLICY, -1));
        assertEquals(120_000, cooldownAfter(EDGE_BLOCKED, -1));
        assertEquals(120_000, cooldownAfter(EDGE_BLOCKED, 5_000));
        assertEquals(300_000, cooldownAfter(EDGE_BLOCKED, 300_000));
        assertEquals(45_000, cooldownAfter(CONFIGURATION, -1));
        assertEquals(45_000, cooldownAfter(NOT_FOUND, -1));
        assertEquals(9_000, cooldownAfter(TEMPORARY, 9_000));
        assertEquals(DAY, cooldownAfter(TEMPORARY, Long.MAX_VALUE));
        for (var byCircuit : List.of(TEMPORARY, NETWORK, BAD_RESPONSE, INVALID_REQUEST, CONTEXT_OVERFLOW, TIMEOUT)) {
            assertEquals(0, cooldownAfter(byCircuit, -1), byCircuit.word());
        }
    }

    @Test
    void whatTheClientDidWrongLeavesNoTrace() {
        history.failed("a", INVALID_REQUEST);
        history.failed("a", CONTEXT_OVERFLOW);
        assertEquals(List.of(), history.changes);
    }

    @Test
    void aCooldownEndsToTheMillisecond() {
        history.failed("a", RATE_LIMITED, 5_000);
        assertEquals(List.of("cooldown"), TableHistory.reasons(history.later(4_999).pick(pair)));
        assertEquals("a", history.later(1).letter(pair));
    }

    @Test
    void aShorterCooldownDoesNotEndALongerOne() {
        history.failed("a", BILLING);
        history.later(1000).failed("a", RATE_LIMITED, 1);
        assertEquals(899_000, history.health("a").cooldownUntil() - history.now);
    }

    @Test
    void twoFailuresInARowOpenTheCircuit() {
        history.failed("a", TEMPORARY);
        assertEquals("a", history.letter(pair));
        history.failed("a", NETWORK);
        assertEquals(List.of("circuit-open"), TableHistory.reasons(history.pick(pair)));
        assertEquals("b", history.later(29_999).letter(pair));
        assertEquals("a", history.later(1).letter(pair));
    }

    @Test
    void aSuccessBetweenThemStartsTheCountAnew() {
        history.failed("a", TEMPORARY);
        history.alive("a");
        history.failed("a", TEMPORARY);
        assertEquals("a", history.letter(pair));
        history.failed("a", BAD_RESPONSE);
        assertEquals("b", history.letter(pair));
    }

    @Test
    void aTimeOutOpensTheCircuitAtOnce() {
        history.failed("a", TIMEOUT);
        assertEquals(List.of("circuit-open"), TableHistory.reasons(history.pick(pair)));
    }

    @Test
    void exactlyOneRequestProbes() {
        history.failed("a", TIMEOUT);
        history.later(30_000);
        Chosen probe = history.chosen(pair);
        assertEquals("a/m", probe.reservation().ref());
        assertTrue(probe.reservation().probe());
        assertFalse(probe.lastResort());
        for (int i = 0; i < 10; i++) {
            PickResult other = history.pick(pair);
            assertEquals(List.of("circuit-probing"), TableHistory.reasons(other));
        }
        history.settled(probe, true, 1);
        history.alive("a");
        assertEquals("aaa", history.letters(pair, 3));
        assertEquals(Health.HEALTHY, history.health("a"));
    }

    @Test
    void aProbeThatFailsOpensTheCircuitAgain() {
        history.failed("a", TIMEOUT);
        Chosen probe = history.later(30_000).chosen(pair);
        history.settled(probe, true, -1);
        history.failed("a", NETWORK);
        assertEquals("b", history.later(29_999).letter(pair));
        assertTrue(history.later(1).chosen(pair).reservation().probe());
    }

    @Test
    void aProbeWithoutAVerdictMakesWayForTheNext() {
        history.failed("a", TIMEOUT);
        Chosen probe = history.later(30_000).chosen(pair);
        history.settled(probe, true, -1);
        assertTrue(history.chosen(pair).reservation().probe(), "the client had gone before the answer");
    }

    @Test
    void aProbeThatIsLostDoesNotBlockForEver() {
        history.failed("a", TIMEOUT);
        assertTrue(history.later(30_000).chosen(pair).reservation().probe());
        assertEquals("b", history.later(899_999).letter(pair));
        assertTrue(history.later(1).chosen(pair).reservation().probe());
    }

    @Test
    void aProbeThatIsToldToWaitRestsAndProbesAgain() {
        history.failed("a", TIMEOUT);
        Chosen probe = history.later(30_000).chosen(pair);
        history.settled(probe, true, -1);
        history.failed("a", RATE_LIMITED, 5_000);
        assertEquals("b", history.letter(pair));
        assertTrue(history.later(5_000).chosen(pair).reservation().probe());
    }

    @Test
    void ifNoCandidateIsAvailableTheOneAvailableSoonestIsTried() {
        history.failed("a", BILLING);
        history.failed("b", RATE_LIMITED);
        Chosen last = history.chosen(pair);
        assertEquals("b/m", last.reservation().ref());
        assertTrue(last.lastResort());
        assertEquals(List.of("a/m"), TableHistory.skipped(last));
    }

    @Test
    void aLoneCandidateIsNeverLockedOut() {
        history.failed("a", TIMEOUT);
        assertTrue(history.chosen(lone).lastResort());
        assertTrue(history.later(30_000).chosen(lone).reservation().probe());
        assertTrue(history.chosen(lone).lastResort());
    }

    @Test
    void aSuccessForgivesEverything() {
        history.failed("a", BILLING);
        history.failed("a", TIMEOUT);
        history.alive("a");
        assertEquals(Health.HEALTHY, history.health("a"));
        assertEquals("a", history.letter(pair));
        int changes = history.changes.size();
        history.alive("a");
        assertEquals(changes, history.changes.size(), "health that stays good is no change");
    }

    @Test
    void anOldRecordIsForgotten() {
        history.failed("a", TEMPORARY);
        assertEquals(1, history.later(TableHistory.POLICY.ttlMs()).health("a").strikes());
        assertEquals(Health.HEALTHY, history.later(1).health("a"));
        history.failed("a", TEMPORARY);
        assertEquals("a", history.letter(pair), "the old strike does not count");
    }

    @Test
    void aCooldownOutlastsTheTimeToForget() {
        history.failed("a", RATE_LIMITED, DAY);
        assertEquals("b", history.later(DAY - 1).letter(pair));
    }

    @Test
    void aRecordFromAWrongClockIsForgotten() {
        history.later(365 * DAY).failed("a", BILLING);
        assertEquals("a", history.later(-365 * DAY).letter(pair));
    }

    @Test
    void circuitsCanBeSwitchedOff() {
        var open = new TableHistory(new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 0, 30_000, 7_200_000));
        for (var category : List.of(TIMEOUT, NETWORK, TEMPORARY, BAD_RESPONSE)) {
            for (int i = 0; i < 5; i++) open.failed("a", category);
        }
        assertEquals("a", open.letter(pair));
    }
}
