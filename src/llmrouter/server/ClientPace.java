package llmrouter.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import llmrouter.server.connections.HeadRoom;

/// Time limits for what a request's thread expects of its client.
///
/// The thread blocks in reads and writes, and the JDK's server has no time limit for a single one. To interrupt a
/// thread that is blocked on a channel closes the channel ([java.nio.channels.InterruptibleChannel]). So another
/// thread [checks][#check] regularly and interrupts a thread that waits too long. Before that a last answer can be
/// sent, since the connection is still open for writing.
///
/// ```
///   IN TIME ──check: too late──▶ LATE ──the request's thread was interrupted and has noticed──▶ OVER
/// ```
///
/// Only a thread that is late is interrupted, never one that has other work to do: an interrupt would close files too.
/// One thread owns it; [#check] may be called by any other.
final class ClientPace implements HeadRoom.Guest {
    static final ScopedValue<ClientPace> CURRENT = ScopedValue.newInstance();

    private static final long UNLIMITED_NS = Long.MAX_VALUE >> 1;
    private static final long LAST_ANSWER_NS = TimeUnit.SECONDS.toNanos(2);

    private enum Phase { IN_TIME, LATE, OVER }

    private final ClientTimes times;
    private final Thread thread = Thread.currentThread();
    private Phase phase = Phase.IN_TIME;
    private final HeadRoom heads;
    private volatile InetAddress address;
    private final long began;
    private long until;
    private boolean expects = true;
    private boolean served;
    private Runnable lastAnswer;

    /// For the calling thread, which is about to read a request's header.
    ///
    /// @param heads where the request has a place until it is [admitted][#admitted]
    ClientPace(ClientTimes times, HeadRoom heads) {
        this.times = times;
        this.heads = heads;
        began = System.nanoTime();
        until = began + TimeUnit.MILLISECONDS.toNanos(times.headMs());
    }

    /// The request is served and is not cut for a newcomer any more.
    void admitted() {
        synchronized (this) {
            served = true;
        }
        heads.leave(this);
    }

    /// Whether the connection must not be kept after the answer.
    boolean isCrowded() {
        return heads.isCrowded();
    }

    /// The client's address is known.
    void from(InetAddress client) {
        address = client;
    }

    @Override
    public InetAddress address() {
        return address;
    }

    /// A virtual thread that waits for its socket is parked.
    @Override
    public synchronized boolean cut(long ageNs) {
        if (served || phase != Phase.IN_TIME || !expects || thread.getState() != Thread.State.WAITING) return false;
        long now = System.nanoTime();
        if (now - began < ageNs) return false;
        phase = Phase.LATE;
        until = now + LAST_ANSWER_NS;
        thread.interrupt();
        return true;
    }

    /// The request of this thread is one of the gateway's own, and may last.
    static void expectNothing() throws IOException {
        ClientPace pace = CURRENT.get();
        pace.rest();
        pace.admitted();
    }

    /// From now on nothing is expected of the client.
    /// @throws IOException it is too late: the connection is closed
    void rest() throws IOException {
        expect(UNLIMITED_NS, null);
    }

    /// From now on the client must accept the next bytes of its answer.
    /// @throws IOException it is too late: the connection is closed
    void writing() throws IOException {
        expect(TimeUnit.MILLISECONDS.toNanos(times.writeMs()), null);
    }

    /// From now on the client must send the rest of its request.
    /// @throws IOException it is too late: the connection is closed
    void draining() throws IOException {
        expect(TimeUnit.MILLISECONDS.toNanos(times.drainMs()), null);
    }

    /// A body that must make progress until [#rest].
    /// @param last sends an answer to a client that is too slow; run by another thread
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
            if (phase == Phase.IN_TIME) {
                until = System.nanoTime() + limitNs;
                expects = limitNs != UNLIMITED_NS;
                lastAnswer = last;
                return;
            }
        }
        wasLate();
        throw new IOException("the client is too slow");
    }

    /// Whether the client has exceeded a limit. After that the thread is not interrupted any more, and nothing is
    /// expected of the client. Call it after every failed read or write.
    boolean wasLate() {
        synchronized (this) {
            if (phase == Phase.OVER) return true;
            until = System.nanoTime() + (phase == Phase.LATE ? LAST_ANSWER_NS : UNLIMITED_NS);
            if (phase == Phase.IN_TIME) return false;
        }
        while (!Thread.interrupted()) LockSupport.park(this); // the last answer is being sent
        synchronized (this) {
            phase = Phase.OVER;
            Thread.interrupted();
        }
        return true;
    }

    /// Closes the connection of a client that is late, after the last answer or when the client does not accept it in
    /// time.
    /// @param now of System.nanoTime
    void check(long now) {
        Runnable last;
        synchronized (this) {
            if (phase == Phase.OVER || now - until < 0) return;
            last = phase == Phase.IN_TIME ? lastAnswer : null;
            phase = Phase.LATE;
            until = now + LAST_ANSWER_NS;
        }
        if (last == null) interrupt();
        else end(last);
    }

    /// Ends the wait for a client that is in time, because others need what it holds. The same follows as for a client
    /// that is late.
    void giveUp(Runnable last) {
        synchronized (this) {
            if (phase != Phase.IN_TIME) return;
            phase = Phase.LATE;
            until = System.nanoTime() + LAST_ANSWER_NS;
        }
        end(last);
    }

    private void end(Runnable last) {
        Thread.ofVirtual().name("last-answer").start(() -> {
            last.run();
            interrupt();
        });
    }

    private synchronized void interrupt() {
        if (phase == Phase.LATE) thread.interrupt();
    }
}
