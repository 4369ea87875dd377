package llmrouter.upstream;

import java.util.function.BooleanSupplier;

import llmrouter.codings.CodingException;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.memory.HeapShareFull;
import llmrouter.memory.HeldBytes;
import llmrouter.text.TimeWords;

/// The whole answer to one request, decompressed and as text, for callers that need no stream.
///
/// @param status  of HTTP; 0 if nothing came
/// @param body    whole if there is no failure
/// @param failure why there is no whole answer, a clause; null if there is one
/// @param reached whether the provider may have seen the request; false for a name that is unknown, for a connection
///                that was refused and the like
public record CollectedAnswer(int status, HeaderMap headers, String body, String failure, boolean reached) {
    /// How soon a cancellation is noticed.
    private static final long LOOK_MS = 200;

    /// The bounds of an answer.
    ///
    /// @param ms         within which it must have come
    /// @param characters that it may have
    public record Bounds(long ms, int characters) {}

    private static CollectedAnswer failed(String failure, boolean reached) {
        return new CollectedAnswer(0, HeaderMap.EMPTY, "", failure, reached);
    }

    /// Sends the request and waits for its answer.
    ///
    /// @param mailbox   that no other call uses meanwhile
    /// @param cancelled is looked at several times a second
    /// @return null if it was cancelled
    /// @throws InterruptedException the thread was interrupted
    public static CollectedAnswer of(Upstream upstream, UpstreamRequest request, Mailbox mailbox, Bounds bounds,
            BooleanSupplier cancelled) throws InterruptedException {
        UpstreamCall call = upstream.open(request, mailbox);
        try (HeldBytes held = upstream.held()) {
            return collect(call, mailbox, bounds, held, cancelled);
        } catch (CodingException | HeapShareFull e) {
            return failed("its answer cannot be read: " + e.getMessage(), true);
        } finally {
            call.cancel();
        }
    }

    private static CollectedAnswer collect(UpstreamCall call, Mailbox mailbox, Bounds bounds, HeldBytes held,
            BooleanSupplier cancelled) throws InterruptedException, CodingException {
        long deadline = now() + bounds.ms();
        int status = 0;
        HeaderMap headers = HeaderMap.EMPTY;
        BodyCollector body = null;
        while (now() < deadline) {
            if (cancelled.getAsBoolean()) return null;
            switch (mailbox.take(Math.min(LOOK_MS, deadline - now()))) {
                case UpstreamEvent.Answered answered -> {
                    status = answered.status();
                    headers = answered.headers();
                    body = new BodyCollector(false, headers.values("content-encoding"), held, bounds.characters());
                }
                case UpstreamEvent.Bytes bytes -> {
                    if (!body.add(bytes.buffers())) return failed("its answer is too long", true);
                    call.consumed(bytes.reads());
                }
                case UpstreamEvent.Ended _ -> {
                    return new CollectedAnswer(status, headers, body == null ? "" : body.end(), null, true);
                }
                case UpstreamEvent.Broken(var failure) -> {
                    return failed("the connection failed: " + failure.detail(), failure.reached());
                }
                case UpstreamEvent.GatewayStops _ -> {
                    return failed("the gateway stops", true);
                }
                case UpstreamEvent.ClientDisconnected _ -> throw new IllegalStateException("there is no client");
                case null -> {}
            }
        }
        String what = status == 0 ? "no answer came within " : "the answer was not complete after ";
        return failed(what + TimeWords.of(bounds.ms()), true);
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
