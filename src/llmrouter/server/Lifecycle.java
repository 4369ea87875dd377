package llmrouter.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmrouter.admission.GatewayStage;

/// Whether a gateway accepts requests, and how many are under way. Thread-safe.
final class Lifecycle {
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch handedOver = new CountDownLatch(1);
    private volatile long lastEnd = System.nanoTime();
    private volatile GatewayStage stage = GatewayStage.SERVING;

    GatewayStage stage() {
        return stage;
    }

    void enter(GatewayStage next) {
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

    /// Opens when the state has been handed over and no client is served any more.
    CountDownLatch handedOver() {
        return handedOver;
    }

    /// How many requests of clients are under way.
    int open() {
        return open.get();
    }

    /// Whether no request has been under way for so long.
    boolean quietFor(long ms) {
        return open.get() == 0 && System.nanoTime() - lastEnd >= ms * 1_000_000;
    }
}
