package llmrouter.probe;

import java.util.function.BooleanSupplier;

import llmrouter.config.Secret.InlineSecret;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.upstream.CollectedAnswer;
import llmrouter.upstream.CollectedAnswer.Bounds;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.Upstream;

/// Sends the requests of one probe, one after the other, and waits between them. One owner.
final class ProbeIo {
    /// Lists of several hundred models with descriptions have about one million characters.
    private static final int LONGEST = 8 << 20;
    /// How soon a cancellation is noticed.
    private static final long LOOK_MS = 200;
    /// A shorter key may be a word of an answer.
    private static final int SHORTEST_HIDDEN = 8;

    private final Upstream upstream;
    private final Mailbox mailbox;
    private final BooleanSupplier cancelled;

    ProbeIo(Upstream upstream, BooleanSupplier cancelled) {
        this.upstream = upstream;
        this.mailbox = upstream.mailbox();
        this.cancelled = cancelled;
    }

    /// The answer, in which the key of the place does not stand even if the provider has repeated it; null if the probe
    /// was cancelled.
    RawAnswer ask(ProbePlace place, UpstreamRequest request, long answerMs) throws InterruptedException {
        var bounds = new Bounds(answerMs, LONGEST);
        CollectedAnswer came = CollectedAnswer.of(upstream, request, mailbox, bounds, cancelled);
        if (came == null) return null;
        boolean repeated = place.provider().apiKey() instanceof InlineSecret(String key, _)
            && key.length() >= SHORTEST_HIDDEN && came.body().contains(key);
        String body = repeated
            ? came.body().replace(((InlineSecret) place.provider().apiKey()).value(), "[the key]") : came.body();
        return new RawAnswer(came.status(), came.headers(), body, came.failure(), came.reached());
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }

    static long epochSeconds() {
        return System.currentTimeMillis() / 1_000;
    }

    /// Waits.
    ///
    /// @return whether the time has passed; false if the probe was cancelled
    boolean pause(long ms) throws InterruptedException {
        long until = now() + ms;
        while (now() < until) {
            if (cancelled.getAsBoolean()) return false;
            Thread.sleep(Math.min(LOOK_MS, Math.max(1, until - now())));
        }
        return !cancelled.getAsBoolean();
    }
}
