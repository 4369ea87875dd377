package llmrouter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread or process does. If it does not happen, the test fails with a reason, before its own
/// time-out.
public final class Await {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;

    private Await() {}

    /// What is waited for.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /// Returns when the condition holds.
    ///
    /// @param what is said if it never does, or cannot be asked for
    public static void until(String what, Condition condition) {
        long began = System.nanoTime();
        while (!holds(what, condition)) {
            if (System.nanoTime() - began > LIMIT_NANOS) throw new AssertionError("never: " + what);
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private static boolean holds(String what, Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
