package llmrouter.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import llmrouter.server.connections.HeadRoom;
import llmrouter.threads.Rounds;

/// Gives each request a virtual thread of its own, from its first byte to the end of its answer, and enforces the
/// clients' time limits. The JDK's server starts a request here before it has read its header. Thread-safe.
final class RequestThreads implements Executor, AutoCloseable {
    private static final long LAST_RECORDS_MS = 500;
    private static final long IDLE_CHECK_NS = 5_000_000;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
        Thread.ofVirtual().name("request-", 0).factory());
    private final Set<ClientPace> paces = ConcurrentHashMap.newKeySet();
    private final ClientTimes times;
    private final HeadRoom heads;
    private volatile boolean closed;

    /// @param heads the room of requests that are not admitted yet
    RequestThreads(ClientTimes times, HeadRoom heads) {
        this.times = times;
        this.heads = heads;
        Thread.ofVirtual().name("pace").start(() -> Rounds.repeat(() -> closed, this::checkPaces));
    }

    @Override
    public void execute(Runnable request) {
        threads.execute(() -> {
            var pace = new ClientPace(times, heads);
            try {
                heads.enter(pace);
            } catch (InterruptedException _) {
                return; // the gateway stops, and its server closes all connections
            }
            try {
                pace.begin();
                paces.add(pace);
                ScopedValue.where(ClientPace.CURRENT, pace).run(request);
            } finally {
                paces.remove(pace);
                heads.leave(pace);
            }
        });
    }

    private void checkPaces() {
        while (!closed) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(times.periodMs()));
            long now = System.nanoTime();
            for (ClientPace pace : paces) pace.check(now);
        }
    }

    /// Waits until no request is under way, at most for the limit.
    void awaitIdle(Duration limit) {
        long began = System.nanoTime();
        while (!paces.isEmpty() && System.nanoTime() - began < limit.toNanos()) {
            LockSupport.parkNanos(this, IDLE_CHECK_NS);
        }
    }

    /// Accepts no more requests, and waits briefly so that cancelled requests can write their log record.
    void shutdown() {
        threads.shutdown();
        try {
            threads.awaitTermination(LAST_RECORDS_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Interrupts the requests that are still under way.
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
