package llmrouter.upstream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import llmrouter.threads.Rounds;

/// Looks at all waiting mailboxes a hundred times a second, so that no mailbox needs its own timer. Nearly every wait
/// ends with an event, and a virtual thread that parks with a time limit would schedule and cancel a task for each
/// wait. The ticker sleeps while no mailbox waits. Thread-safe.
final class Ticker implements AutoCloseable {
    private static final long PERIOD_NS = 10_000_000;

    private final Set<Mailbox> waiting = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean stopping;
    private volatile boolean closed;

    Ticker() {
        thread = Thread.ofVirtual().name("ticker").start(this::run);
    }

    /// From now on the mailbox is [ticked][Mailbox#tick].
    void add(Mailbox mailbox) {
        waiting.add(mailbox);
        if (idle) LockSupport.unpark(thread);
    }

    void remove(Mailbox mailbox) {
        waiting.remove(mailbox);
    }

    /// Every mailbox gives [UpstreamEvent.GatewayStops] once, now or when its owner waits the next time.
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    private void run() {
        Rounds.repeat(() -> closed, this::round);
    }

    private void round() {
        idle = true;
        while (waiting.isEmpty() && !closed) LockSupport.park(this);
        idle = false;
        LockSupport.parkNanos(this, PERIOD_NS);
        long now = System.nanoTime();
        for (Mailbox mailbox : waiting) mailbox.tick(now);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
