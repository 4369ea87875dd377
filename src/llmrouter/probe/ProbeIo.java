package llmrouter.probe;

import java.util.function.BooleanSupplier;

import llmrouter.codings.CodingException;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.text.TimeWords;
import llmrouter.upstream.BodyText;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.Upstream;
import llmrouter.upstream.UpstreamCall;
import llmrouter.upstream.UpstreamEvent;

/// Sends the requests of one probe, one after the other, and collects each answer. One owner.
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
        UpstreamCall call = upstream.open(request, mailbox);
        try {
            return withoutKey(place, collect(call, answerMs));
        } catch (CodingException e) {
            return RawAnswer.failed("its answer cannot be read: " + e.getMessage(), true);
        } finally {
            call.cancel();
        }
    }

    private static RawAnswer withoutKey(ProbePlace place, RawAnswer answer) {
        boolean has = answer != null && place.provider().apiKey() instanceof InlineSecret(String key, _)
            && key.length() >= SHORTEST_HIDDEN && answer.body().contains(key);
        if (!has) return answer;
        String key = ((InlineSecret) place.provider().apiKey()).value();
        return new RawAnswer(answer.status(), answer.headers(), answer.body().replace(key, "[the key]"),
            answer.failure(), answer.reached());
    }

    private RawAnswer collect(UpstreamCall call, long answerMs) throws InterruptedException, CodingException {
        long deadline = now() + answerMs;
        int status = 0;
        HeaderMap headers = HeaderMap.EMPTY;
        var body = new StringBuilder();
        BodyText text = null;
        while (now() < deadline) {
            if (cancelled.getAsBoolean()) return null;
            switch (mailbox.take(Math.min(LOOK_MS, deadline - now()))) {
                case UpstreamEvent.Answered answered -> {
                    status = answered.status();
                    headers = answered.headers();
                    text = new BodyText(false, headers.values("content-encoding"));
                }
                case UpstreamEvent.Bytes bytes -> {
                    body.append(text.add(bytes.buffers()));
                    call.consumed(bytes.reads());
                    if (body.length() > LONGEST) return RawAnswer.failed("its answer is too long", true);
                }
                case UpstreamEvent.Ended _ -> {
                    if (text != null) body.append(text.end());
                    return RawAnswer.of(status, headers, body.toString());
                }
                case UpstreamEvent.Broken broken -> {
                    String detail = "the connection failed: " + broken.failure().detail();
                    return RawAnswer.failed(detail, broken.failure().reached());
                }
                case UpstreamEvent.ClientDisconnected _ -> throw new IllegalStateException("there is no client");
                case null -> {}
            }
        }
        String what = status == 0 ? "no answer came within " : "the answer was not complete after ";
        return RawAnswer.failed(what + TimeWords.of(answerMs), true);
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
