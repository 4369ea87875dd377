package llmrouter.probe;

import java.util.ArrayList;
import java.util.function.BooleanSupplier;

import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
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

    private final Upstream upstream;
    private final Mailbox mailbox;
    private final BooleanSupplier cancelled;

    ProbeIo(Upstream upstream, BooleanSupplier cancelled) {
        this.upstream = upstream;
        this.mailbox = upstream.mailbox();
        this.cancelled = cancelled;
    }

    /// The answer, in which no secret of the provider stands in any spelling, even if the provider has repeated it;
    /// null if the probe was cancelled.
    RawAnswer ask(ProbePlace place, UpstreamRequest request, long answerMs) throws InterruptedException {
        var bounds = new Bounds(answerMs, LONGEST);
        CollectedAnswer came = CollectedAnswer.of(upstream, request, mailbox, bounds, cancelled);
        if (came == null) return null;
        SecretWords secrets = ConfigSecrets.of(place.provider());
        String failure = came.failure() == null ? null : secrets.without(came.failure());
        var headers = new ArrayList<Header>();
        for (Header h : came.headers().all()) headers.add(new Header(h.name(), secrets.without(h.value())));
        return new RawAnswer(came.status(), HeaderMap.of(headers), secrets.withoutInBody(came.body()), failure,
            came.reached());
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
