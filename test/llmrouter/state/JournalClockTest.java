package llmrouter.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Asking;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.routing.RoutingSnapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Files that were written while the clock was ahead, and lines of a handover that say what no gateway says.
class JournalClockTest {
    private static final long HOUR = 3_600_000;
    private static final PickRequest PAIR = Asking.of(Strategy.ORDERED, Asking.choice("a", 1), Asking.choice("b", 1))
        .request();

    @TempDir
    private Path folder;

    private static int index(StateStore store) {
        return ((Chosen) store.consult(PAIR)).index();
    }

    @Test
    void aRestartAtTheTrueTimeEndsACircuitAsConfiguredAndASecondOneDoesNotBeginItAgain() throws IOException {
        var state = new StateFolder(folder);
        state.clock.passes(HOUR);
        try (var store = state.open()) {
            store.report(List.of(new Outcome.Failed("a/m", FailureClass.TIMEOUT, -1, "")));
        }
        state.clock.passes(-HOUR);
        try (var store = state.open()) {
            assertEquals(1, index(store));
        }
        state.clock.passes(20_000);
        try (var store = state.open()) {
            assertEquals(1, index(store));
            state.clock.passes(9_999);
            assertEquals(1, index(store));
            state.clock.passes(1);
            assertEquals(0, index(store));
        }
    }

    @Test
    void plantedLinesOfAHandoverAreWithinTheLimitsOfRealOnes() throws IOException {
        var state = new StateFolder(folder);
        try (var store = state.open()) {
            store.takeOver("{\"f\":[\"a/m\",1000,99999999999999,9,\"planted by another\",99999999999999]}");
            store.takeOver("{\"f\":[\"a/m\",1000,99999999999999,99999999999999,\"planted by another\","
                + state.clock.millis() + "]}");
            store.takeOver("{\"t\":[\"route\",\"a/m\",-9000000000000000000]}");
            store.takeOver("{\"g\":[\"" + "x".repeat(100_000) + "\",\"p\"]}");
            RoutingSnapshot now = store.snapshot(PAIR.choices());
            var health = now.health().get("a/m");
            assertEquals("unknown", health.reason());
            assertTrue(health.openUntil() <= state.clock.millis() + StateFolder.POLICY.circuitMs(), health.toString());
            assertTrue(health.cooldownUntil() <= state.clock.millis() + 24 * HOUR, health.toString());
        }
        assertTrue(state.files().stream().allMatch(file -> file.toFile().length() < 1_000), state.files().toString());
    }
}
