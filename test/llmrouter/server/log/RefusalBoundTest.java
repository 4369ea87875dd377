package llmrouter.server.log;

import org.junit.jupiter.api.Test;

import llmrouter.routing.SplitMix64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RefusalBoundTest {
    private static final long NOW = 1_772_366_430_000L;

    private final RefusalBound bound = new RefusalBound();

    private int admitted(int requests, long at) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) admitted += bound.admits(at) ? 1 : 0;
        return admitted;
    }

    @Test
    void theFirstOnesAreAllLoggedAndThenOneEveryFiveSeconds() {
        assertEquals(RefusalBound.BURST, admitted(1_000, NOW));
        assertEquals(0, admitted(1_000, NOW + RefusalBound.EVERY_MS - 1));
        assertEquals(1, admitted(1_000, NOW + RefusalBound.EVERY_MS));
        assertEquals(12, admitted(1_000, NOW + RefusalBound.EVERY_MS + 60_000));
    }

    @Test
    void afterAQuietTimeThereIsRoomForABurstAndForNoMore() {
        admitted(1_000, NOW);
        assertEquals(RefusalBound.BURST, admitted(1_000, NOW + 86_400_000));
    }

    @Test
    void aClockThatIsSetBackNeitherOpensNorClosesTheBound() {
        admitted(1_000, NOW);
        assertFalse(bound.admits(NOW - 3_600_000));
        assertTrue(bound.admits(NOW - 3_600_000 + RefusalBound.EVERY_MS));
    }

    @Test
    void howeverTheyComeTheyNeverExceedTheBurstAndTheRate() {
        for (long seed = 1; seed <= 50; seed++) {
            var random = new SplitMix64(seed);
            var fresh = new RefusalBound();
            long at = NOW;
            long admitted = 0;
            for (int i = 0; i < 5_000; i++) {
                at += Math.floorMod(random.next(), 700);
                admitted += fresh.admits(at) ? 1 : 0;
            }
            long most = RefusalBound.BURST + (at - NOW) / RefusalBound.EVERY_MS + 1;
            assertTrue(admitted <= most && admitted >= most - 2, admitted + " of " + most + ", seed " + seed);
        }
    }
}
