package llmrouter.upstream.connection;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SleepWatchTest {
    private long wallMs = 1_790_000_000_000L;
    private long steadyMs = 5_000;
    private final SleepWatch watch = new SleepWatch(() -> wallMs, () -> TimeUnit.MILLISECONDS.toNanos(steadyMs));

    private void pass(long wall, long steady) {
        wallMs += wall;
        steadyMs += steady;
    }

    @Test
    void timeThatPassesOnBothClocksIsNoSleep() {
        pass(86_400_000, 86_400_000);
        assertFalse(watch.jumped());
        assertEquals(0, watch.jumps());
    }

    @Test
    void sleepIsNoticedOnce() {
        pass(60_000, 20);
        assertTrue(watch.jumped());
        assertFalse(watch.jumped());
        assertEquals(1, watch.jumps());
        pass(30_000, 1_000);
        assertTrue(watch.jumped());
        assertEquals(2, watch.jumps());
    }

    @Test
    void aClockThatIsSetIsTakenForSleepInBothDirections() {
        pass(-3_600_000, 10);
        assertTrue(watch.jumped());
        pass(3_600_000, 10);
        assertTrue(watch.jumped());
    }

    @Test
    void aClockThatIsSlowlyCorrectedIsNoSleep() {
        for (int hour = 0; hour < 48; hour++) {
            pass(3_600_000 + 1_800, 3_600_000);
            assertFalse(watch.jumped());
        }
    }
}
