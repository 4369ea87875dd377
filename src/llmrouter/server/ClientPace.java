package llmrouter.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a request's thread expects of its client, and by when.
///
/// The thread waits in blocking reads and writes, and the JDK's server sets no limit to a single one. Interrupting a thread that is
/// blocked on a channel closes the channel ([java.nio.channels.InterruptibleChannel]): so somebody else [looks][#look] now and then and
/// interrupts who waits too long. A farewell can be said before that, since the way to the client is still open.
///
/// ```
///   IN TIME ──look, too late──▶ LATE ──the request's thread was interrupted and knows──▶ OVER
/// ```
///
/// Only a thread that is late is interrupted, never one that goes on to other work: an interrupt closes files as well.
/// One thread owns it; [#look] may be called by any other.
final class ClientPace {
    static final ScopedValue<ClientPace> CURRENT = ScopedValue.newInstance();

    private static final long UNLIMITED_NS = Long.MAX_VALUE >> 1;
    private static final long FAREWELL_NS = TimeUnit.SECONDS.toNanos(2);

    private enum Stand { IN_TIME, LATE, OVER }

    private final ClientTimes times;
    private final Thread thread = Thread.currentThread();
    private Stand stand = Stand.IN_TIME;
    private long until;
    private Runnable farewell;

    /// For the calling thread, which is about to read a request's header.
    ClientPace(ClientTimes times) {
        this.times = times;
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(times.headMs());
    }

    /// From now on nothing is expected.
    /// @throws IOException it is too late: the connection is closed
    void rest() throws IOException {
        expect(UNLIMITED_NS, null);
    }

    /// The client takes the next bytes of its answer from now on.
    /// @throws IOException it is too late: the connection is closed
    void writing() throws IOException {
        expect(TimeUnit.MILLISECONDS.toNanos(times.writeMs()), null);
    }

    /// The client sends what is left of its request.
    /// @throws IOException it is too late: the connection is closed
    void draining() throws IOException {
        expect(TimeUnit.MILLISECONDS.toNanos(times.drainMs()), null);
    }

    /// A body that has to go on coming until [#rest].
    /// @param last what a client that is too slow is told, on another thread
    InputStream reading(InputStream body, Runnable last) throws IOException {
        long limit = TimeUnit.MILLISECONDS.toNanos(times.bodyMs());
        expect(limit, last);
        return new FilterInputStream(body) {
            private int step;

            @Override
            public int read() throws IOException {
                int c = super.read();
                if (c >= 0) count(1);
                return c;
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, len);
                if (n > 0) count(n);
                return n;
            }

            private void count(int n) throws IOException {
                step += n;
                if (step < ClientTimes.BODY_STEP) return;
                step = 0;
                expect(limit, last);
            }
        };
    }

    private void expect(long limitNs, Runnable last) throws IOException {
        synchronized (this) {
            if (stand == Stand.IN_TIME) {
                until = System.nanoTime() + limitNs;
                farewell = last;
                return;
            }
        }
        wasLate();
        throw new IOException("the client is too slow");
    }

    /// Whether the client has used up its time. After that the thread is not interrupted any more, nor its client expected to do
    /// anything; to be asked after every failed read or write.
    boolean wasLate() {
        synchronized (this) {
            if (stand == Stand.OVER) return true;
            until = System.nanoTime() + (stand == Stand.LATE ? FAREWELL_NS : UNLIMITED_NS);
            if (stand == Stand.IN_TIME) return false;
        }
        while (!Thread.interrupted()) LockSupport.park(this); // the farewell is being said
        synchronized (this) {
            stand = Stand.OVER;
            Thread.interrupted();
        }
        return true;
    }

    /// Cuts a client that is late; one that does not even take its farewell too.
    /// @param now in System.nanoTime
    void look(long now) {
        Runnable last;
        synchronized (this) {
            if (stand == Stand.OVER || now - until < 0) return;
            last = stand == Stand.IN_TIME ? farewell : null;
            stand = Stand.LATE;
            until = now + FAREWELL_NS;
        }
        if (last == null) interrupt();
        else Thread.ofVirtual().name("farewell").start(() -> {
            last.run();
            interrupt();
        });
    }

    private synchronized void interrupt() {
        if (stand == Stand.LATE) thread.interrupt();
    }
}
