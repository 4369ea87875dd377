package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import llmrouter.upstream.connection.ClientTasks;

/// Where a request's thread waits for the next event: from the provider, the disconnect of the client, or the end of
/// a time limit. Any thread may put events; one thread takes them.
///
/// Every upstream call has a number. Events of a call that is no longer the current one are dropped here, so that a
/// cancelled call cannot disturb the next one. An event that is put quietly does not wake the waiting thread, because
/// another event is about to follow; if none does, the next tick wakes it.
public final class Mailbox {
    private record Letter(int call, UpstreamEvent event) {}

    /// The number of events that belong to no call.
    private static final int ANY = -1;

    private final Ticker ticker;
    private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
    private volatile int current;
    /// The thread that waits, and until when; null while no thread waits.
    private volatile Thread waiting;
    private volatile long until;
    private boolean stopTold;

    Mailbox(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Makes `call` the current one.
    void expect(int call) {
        current = call;
    }

    void put(int call, UpstreamEvent event) {
        if (putQuietly(call, event)) wake();
    }

    /// @return whether the call is the current one
    boolean putQuietly(int call, UpstreamEvent event) {
        return call == current && letters.add(new Letter(call, event));
    }

    public void put(UpstreamEvent event) {
        letters.add(new Letter(ANY, event));
        wake();
    }

    private void wake() {
        Thread thread = waiting;
        if (thread != null) LockSupport.unpark(thread);
    }

    /// Wakes the waiting thread if there is an event or if its time is over.
    /// @param now of System.nanoTime
    void tick(long now) {
        if (!letters.isEmpty() || ticker.isStopping() || now - until >= 0) wake();
    }

    /// The next event, or null if there was none within `waitMs` (and a tick). Successive reads that wait here are
    /// returned as one event.
    public UpstreamEvent take(long waitMs) throws InterruptedException {
        UpstreamEvent event = next();
        if (event != null || waitMs <= 0) return event;
        assert ClientTasks.mayBlock();
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        waiting = Thread.currentThread();
        ticker.add(this);
        try {
            while (true) {
                event = next();
                if (event != null || System.nanoTime() - until >= 0) return event;
                if (Thread.interrupted()) throw new InterruptedException();
                LockSupport.park(this);
            }
        } finally {
            ticker.remove(this);
            waiting = null;
        }
    }

    private UpstreamEvent next() {
        if (ticker.isStopping() && !stopTold) {
            stopTold = true;
            letters.add(new Letter(ANY, new UpstreamEvent.GatewayStops()));
        }
        Letter letter = letters.poll();
        while (letter != null && !isCurrent(letter)) letter = letters.poll();
        if (letter == null) return null;
        boolean moreBytes = letters.peek() instanceof Letter(_, UpstreamEvent.Bytes _);
        return letter.event() instanceof UpstreamEvent.Bytes first && moreBytes ? joined(first) : letter.event();
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
