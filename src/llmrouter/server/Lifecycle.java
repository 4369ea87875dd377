package llmrouter.server;

import java.util.concurrent.atomic.AtomicInteger;

/// Whether a gateway takes requests, and how many it has. Thread-safe.
final class Lifecycle {
    enum Stage {
        SERVING,
        /// Another gateway has the address now; who still has a connection here is served, and told to open another one.
        MAKING_WAY,
        /// Only what has begun is finished.
        DRAINING
    }

    private final AtomicInteger open = new AtomicInteger();
    private volatile long lastEnd = System.nanoTime();
    private volatile Stage stage = Stage.SERVING;

    Stage stage() {
        return stage;
    }

    boolean isLeaving() {
        return stage != Stage.SERVING;
    }

    void enter(Stage next) {
        stage = next;
        lastEnd = System.nanoTime();
    }

    void began() {
        open.incrementAndGet();
    }

    void ended() {
        lastEnd = System.nanoTime();
        open.decrementAndGet();
    }

    /// Whether nobody but the caller has had a request open for so long.
    boolean quietFor(long ms) {
        return open.get() <= 1 && System.nanoTime() - lastEnd >= ms * 1_000_000;
    }
}
