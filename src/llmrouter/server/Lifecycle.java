package llmrouter.server;

import java.util.concurrent.atomic.AtomicInteger;

/// Whether a gateway accepts requests, and how many are under way. Thread-safe.
final class Lifecycle {
    enum Stage {
        SERVING,
        /// Another gateway has the address now. Requests on existing connections are still served; each answer closes its connection.
        HANDING_OVER,
        /// Requests under way are finished; new ones are refused.
        DRAINING
    }

    private final AtomicInteger open = new AtomicInteger();
    private volatile long lastEnd = System.nanoTime();
    private volatile Stage stage = Stage.SERVING;

    Stage stage() {
        return stage;
    }

    boolean isEnding() {
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

    /// Whether no request but the caller's own has been under way for so long.
    boolean quietFor(long ms) {
        return open.get() <= 1 && System.nanoTime() - lastEnd >= ms * 1_000_000;
    }
}
