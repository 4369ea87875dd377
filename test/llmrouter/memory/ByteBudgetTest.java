package llmrouter.memory;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ByteBudgetTest {
    @Test
    void refusesWhatExceedsTheShareAndCountsNothingOfIt() {
        var budget = new ByteBudget(100);
        assertTrue(budget.tryTake(60));
        assertFalse(budget.tryTake(41));
        assertEquals(60, budget.taken());
        assertTrue(budget.tryTake(40));
        budget.give(100);
        assertEquals(0, budget.taken());
        assertFalse(budget.tryTake(Long.MAX_VALUE));
    }

    @Test
    void moreThanWasTakenCannotBeGivenBack() {
        var budget = new ByteBudget(100);
        assertTrue(budget.tryTake(1));
        assertThrows(IllegalStateException.class, () -> budget.give(2));
    }

    @Test
    void thousandsOfThreadsNeverExceedTheShare() {
        var budget = new ByteBudget(50);
        var most = new AtomicLong();
        var refused = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5_000; i++) {
                threads.execute(() -> {
                    if (!budget.tryTake(7)) {
                        refused.incrementAndGet();
                        return;
                    }
                    most.accumulateAndGet(budget.taken(), Math::max);
                    Thread.yield();
                    budget.give(7);
                });
            }
        }
        assertTrue(most.get() <= 50, "taken " + most);
        assertEquals(0, budget.taken());
    }

    @Test
    void aPartIsReservedForOwnersThatHoldLittle() {
        var budget = new ByteBudget(6400);
        try (var large = new HeldBytes(budget); var another = new HeldBytes(budget);
                var little = new HeldBytes(budget)) {
            large.set(budget.mostOfOne());
            assertFalse(another.trySet(101));
            assertTrue(assertThrows(HeapShareFull.class, () -> another.set(101)).getMessage().contains("in use"));
            assertTrue(assertThrows(HeapShareFull.class, () -> another.set(6401)).hopeless());
            assertTrue(little.trySet(100));
            large.set(10);
            another.set(101);
            assertEquals(211, budget.taken());
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void sharesLeaveRoomForTheRestOfTheProgram() {
        for (long mb : new long[] {32, 64, 128, 256, 6144}) {
            HeapShares shares = HeapShares.of(mb << 20);
            assertTrue(shares.sum() <= (shares.heap() - (5 << 20)) * 31 / 32, shares.toString());
        }
    }

    @Test
    void budgetsThatHaveACommonShareDoNotExceedIt() {
        var common = new ByteBudget(6400);
        var one = new ByteBudget(6000, common);
        var other = new ByteBudget(4000, common);
        assertTrue(one.tryTake(5000));
        assertFalse(other.tryTake(601, 500), "the reserve of the common share is not left");
        assertTrue(other.tryTake(601));
        assertFalse(other.tryTake(800));
        assertEquals(601, other.taken());
        one.give(5000);
        assertTrue(other.tryTake(800));
        other.give(1401);
        assertEquals(0, common.taken());
        assertEquals(5250, one.mostOfOne());
    }
}
