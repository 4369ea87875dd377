package llmrouter.upstream.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Notices that the machine has slept: the wall clock went on meanwhile, but on most systems the steady clock stood
/// still, and so did every time limit of a kept connection. A clock that was set looks the same, which costs a few new
/// connections. Thread-safe.
///
/// A clock that is being corrected moves by less than a second an hour, so five seconds between two looks are a jump.
public final class SleepWatch {
    private static final long JUMP_MS = 5_000;

    private final LongSupplier wallMs;
    private final LongSupplier nanos;
    private final AtomicLong distance;
    private final AtomicInteger jumps = new AtomicInteger();

    /// With the clocks of the machine.
    public SleepWatch() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /// @param nanos a steady clock
    public SleepWatch(LongSupplier wallMs, LongSupplier nanos) {
        this.wallMs = wallMs;
        this.nanos = nanos;
        this.distance = new AtomicLong(now());
    }

    private long now() {
        return wallMs.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /// Looks at both clocks. Exactly one of several callers learns of a jump.
    /// @return whether the machine has slept since the last look
    public boolean jumped() {
        long before = distance.get();
        long now = now();
        if (Math.abs(now - before) < JUMP_MS) {
            if (now != before) distance.compareAndSet(before, now);
            return false;
        }
        if (!distance.compareAndSet(before, now)) return false;
        jumps.incrementAndGet();
        return true;
    }

    /// How many jumps have been noticed.
    public int jumps() {
        return jumps.get();
    }
}
