package llmrouter.upstream;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Where a request's thread waits for whatever comes first: the provider, the client's departure, or time. Any thread may put; one takes.
///
/// Every upstream call has a number. Signals of a call that is no longer the current one are dropped here, so that a cancelled
/// call cannot disturb its successor.
public final class Mailbox {
    private record Letter(int call, Signal signal) {}

    /// Letters that belong to no call.
    private static final int ANY = -1;

    private final LinkedBlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private volatile int current;

    /// Makes `call` the current one.
    void expect(int call) {
        current = call;
    }

    void put(int call, Signal signal) {
        if (call == current) letters.add(new Letter(call, signal));
    }

    public void put(Signal signal) {
        letters.add(new Letter(ANY, signal));
    }

    /// The next signal, or null if none came within `waitMs`.
    public Signal take(long waitMs) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        while (true) {
            Letter letter = letters.poll();
            if (letter == null) letter = letters.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (letter == null) return null;
            if (letter.call() == ANY || letter.call() == current) return letter.signal();
        }
    }
}
