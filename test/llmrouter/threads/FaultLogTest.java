package llmrouter.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is said of faults of the gateway itself.
class FaultLogTest {
    private final List<String> said = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FaultLog log = new FaultLog(said::add, nanos::get);

    private static Throwable overflow() {
        try {
            return deeper(0);
        } catch (StackOverflowError e) {
            return e;
        }
    }

    private static Throwable deeper(int depth) {
        return depth < 0 ? null : deeper(depth + 1);
    }

    @Test
    void oneKindIsShownOnceAMinuteAndTheOthersAreCounted() {
        var fault = new IllegalStateException("first");
        for (int i = 0; i < 5; i++) log.report("r" + i, fault);
        assertEquals(1, said.size());
        assertTrue(said.getFirst().startsWith("r0 internal error: java.lang.IllegalStateException: first\n    at "));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        log.report("r5", fault);
        assertEquals(3, said.size(), said.toString());
        assertTrue(said.get(1).startsWith("and 4 more internal errors like java.lang.IllegalStateException at "));
        assertTrue(said.get(2).startsWith("r5 internal error: "));
    }

    @Test
    void anotherKindIsShownAtOnce() {
        log.report("a", new IllegalStateException("x"));
        log.report("b", new IllegalStateException("from another line"));
        log.report("c", new IllegalArgumentException("x"));
        assertEquals(3, said.size());
    }

    @Test
    void whatIsCountedIsSaidAtTheEnd() {
        var fault = new IllegalStateException("x");
        for (int i = 0; i < 3; i++) log.report("a", fault);
        log.close();
        assertTrue(said.getLast().startsWith("and 2 more internal errors like "), said.toString());
    }

    @Test
    void aStackIsShownToThirtyFramesWithItsCauses() {
        log.report("a", new RuntimeException("outer", overflow()));
        List<String> lines = said.getFirst().lines().toList();
        long frames = lines.stream().filter(l -> l.startsWith("    at llmrouter")).count();
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("  caused by java.lang.StackOverflowError")));
        assertTrue(lines.getLast().matches("    and \\d+ more"), lines.getLast());
        assertTrue(frames <= 60 && lines.size() <= 64, lines.size() + " lines");
    }
}
