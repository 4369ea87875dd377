package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Where a request's thread waits for whatever comes first: the provider, the client's departure, or time. Any thread may put; one takes.
///
/// Every upstream call has a number. Signals of a call that is no longer the current one are dropped here, so that a cancelled
/// call cannot disturb its successor. A quiet signal wakes nobody, since another is about to follow; if none does, the next tick
/// brings it to notice.
public final class Mailbox {
    private record Letter(int call, UpstreamEvent signal) {}

    /// Letters that belong to no call.
    private static final int ANY = -1;

    private final Ticker ticker;
    private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
    private volatile int current;
    /// Who waits, and until when; null while nobody does.
    private volatile Thread waiting;
    private volatile long until;

    Mailbox(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Makes `call` the current one.
    void expect(int call) {
        current = call;
    }

    void put(int call, UpstreamEvent signal) {
        if (putQuietly(call, signal)) wake();
    }

    /// @return whether the call is the current one
    boolean putQuietly(int call, UpstreamEvent signal) {
        return call == current && letters.add(new Letter(call, signal));
    }

    public void put(UpstreamEvent signal) {
        letters.add(new Letter(ANY, signal));
        wake();
    }

    private void wake() {
        Thread thread = waiting;
        if (thread != null) LockSupport.unpark(thread);
    }

    /// Wakes who waits if there is something to see or nothing more to wait for.
    /// @param now nanoseconds, as the time to wait until
    void tick(long now) {
        if (!letters.isEmpty() || now - until >= 0) wake();
    }

    /// The next signal, or null if none came within `waitMs` (and a tick). Reads that wait in a row come as one.
    public UpstreamEvent take(long waitMs) throws InterruptedException {
        UpstreamEvent signal = next();
        if (signal != null || waitMs <= 0) return signal;
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        waiting = Thread.currentThread();
        ticker.add(this);
        try {
            while (true) {
                signal = next();
                if (signal != null || System.nanoTime() - until >= 0) return signal;
                if (Thread.interrupted()) throw new InterruptedException();
                LockSupport.park(this);
            }
        } finally {
            ticker.remove(this);
            waiting = null;
        }
    }

    private UpstreamEvent next() {
        Letter letter = letters.poll();
        while (letter != null && !isCurrent(letter)) letter = letters.poll();
        if (letter == null) return null;
        return letter.signal() instanceof UpstreamEvent.Bytes first && letters.peek() instanceof Letter another && another.signal() instanceof UpstreamEvent.Bytes
            ? joined(first) : letter.signal();
    }

    private boolean isCurrent(Letter letter) {
        return letter.call() == ANY || letter.call() == current;
    }

    private UpstreamEvent joined(UpstreamEvent.Bytes first) {
        List<ByteBuffer> buffers = new ArrayList<>(first.buffers());
        int reads = first.reads();
        while (letters.peek() instanceof Letter(int call, UpstreamEvent.Bytes more)) {
            letters.remove();
            if (call != current) continue;
            buffers.addAll(more.buffers());
            reads += more.reads();
        }
        return new UpstreamEvent.Bytes(buffers, reads);
    }
}
