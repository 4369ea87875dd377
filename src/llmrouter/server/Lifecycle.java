package llmrouter.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmrouter.admission.GatewayStage;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.UpstreamEvent;

/// Whether a gateway accepts requests, and how many are under way. Thread-safe.
final class Lifecycle {
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Mailbox> exchanges = ConcurrentHashMap.newKeySet();
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

    /// A request's thread waits for a provider.
    void waits(Mailbox mailbox) {
        exchanges.add(mailbox);
    }

    void waitsNoMore(Mailbox mailbox) {
        exchanges.remove(mailbox);
    }

    /// Asks all requests that wait for a provider to end with an error in the client's format.
    void giveUp() {
        for (Mailbox mailbox : exchanges) mailbox.put(new UpstreamEvent.GatewayStops());
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
