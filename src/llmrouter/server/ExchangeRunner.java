package llmrouter.server;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

import llmrouter.chat.ApiError;
import llmrouter.gateway.Action;
import llmrouter.gateway.CallFailure;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.Summary;
import llmrouter.http.HeaderMap;
import llmrouter.metrics.Trace;
import llmrouter.state.StateStore;
import llmrouter.upstream.BodyText;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.Upstream;
import llmrouter.upstream.UpstreamCall;
import llmrouter.upstream.UpstreamEvent;

/// Does what an exchange asks for, on the request's own virtual thread: the thread waits in the mailbox and nowhere else, except while
/// the client's connection takes what is written to it. One run, one owner.
final class ExchangeRunner {
    /// A client that was written to so recently is not worth watching: the next write shows whether it has gone.
    private static final long UNWATCHED_MS = 250;
    /// How long the rest of an upstream body may take to let its connection be used again.
    private static final long DRAIN_MS = 500;

    private final Exchange exchange;
    private final Upstream upstream;
    private final StateStore state;
    private final ClientAnswer client;
    private final ClientWatch watch;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Trace trace;
    private final Mailbox mailbox;

    private AutoCloseable watching;
    private long lastWrite = now();
    private UpstreamCall call;
    private String contentEncoding;
    private BodyText text;
    private StringBuilder collected;
    private Action.Collect collecting;
    private boolean over;

    ExchangeRunner(Exchange exchange, Upstream upstream, StateStore state, ClientAnswer client, ClientWatch watch, InetSocketAddress local, InetSocketAddress remote,
            Trace trace) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.mailbox = upstream.mailbox();
        this.state = state;
        this.client = client;
        this.watch = watch;
        this.local = local;
        this.remote = remote;
        this.trace = trace;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /// What a client is told of a fault of our own.
    static ApiError ownFault(String requestId) {
        return ApiError.of(500, ApiError.Kind.API, "The gateway failed on this request; its log has the details under " + requestId + ".");
    }

    /// Runs to the end; the client has its answer, or has gone.
    /// @param bug gets a fault of our own, which the client is told about as long as it can be told anything
    Summary run(Consumer<Throwable> bug) throws Exception {
        try {
            return run(exchange.start(now()));
        } catch (RuntimeException | Error e) {
            Action last = exchange.crashed(ownFault(exchange.id()));
            if (last == null) throw e;
            bug.accept(e);
            return run(last);
        } finally {
            release();
        }
    }

    private Summary run(Action first) throws Exception {
        Action action = first;
        while (!(action instanceof Action.Finish)) action = performOrAbandon(action);
        return ((Action.Finish) action).summary();
    }

    private Action performOrAbandon(Action action) throws Exception {
        try {
            return perform(action);
        } catch (ClientGoneException _) {
            cancel();
            return exchange.abandoned(now());
        }
    }

    private Action perform(Action action) throws Exception {
        return switch (action) {
            case Action.Consult c -> exchange.picked(state.consult(c.question()), now());
            case Action.Report r -> {
                state.report(r.outcomes());
                yield exchange.reported(now());
            }
            case Action.Call c -> {
                cancel();
                over = false;
                trace.called(exchange.attempts());
                call = upstream.open(c.request(), mailbox);
                yield next(c.waitMs());
            }
            case Action.Collect c -> {
                collecting = c;
                collected = new StringBuilder();
                text = new BodyText(c.verbatim(), contentEncoding);
                yield next(c.waitMs());
            }
            case Action.Stream s -> {
                collecting = null;
                text = new BodyText(s.verbatim(), contentEncoding);
                yield next(s.waitMs());
            }
            case Action.Relay r -> {
                open(r.open());
                client.write(r.text(), r.verbatim());
                lastWrite = now();
                yield next(r.waitMs());
            }
            case Action.Await a -> next(a.waitMs());
            case Action.Pause p -> {
                cancel();
                yield next(p.waitMs());
            }
            case Action.Reply r -> {
                client.reply(r.status(), r.headers(), r.body(), r.verbatim());
                yield exchange.sent(now());
            }
            case Action.Close c -> {
                open(c.open());
                client.write(c.text(), c.verbatim());
                client.close();
                drain();
                yield exchange.sent(now());
            }
            case Action.Finish f -> f;
        };
    }

    /// @param head or null if it has gone out
    private void open(HeaderMap head) throws ClientGoneException {
        if (head == null) return;
        client.open(head);
        trace.streamOpened();
    }

    /// Waits for whatever comes first and tells the exchange.
    private Action next(long waitMs) throws Exception {
        long until = now() + waitMs;
        while (true) {
            UpstreamEvent signal = take(until - now());
            Action action = signal == null ? exchange.elapsed(now()) : told(signal);
            if (action != null) return action;
        }
    }

    private UpstreamEvent take(long waitMs) throws InterruptedException {
        if (watching != null) return mailbox.take(waitMs);
        long unwatched = Math.max(0, lastWrite + UNWATCHED_MS - now());
        if (unwatched > 0) {
            UpstreamEvent signal = mailbox.take(Math.min(waitMs, unwatched));
            if (signal != null || waitMs <= unwatched) return signal;
        }
        watching = watch.watch(local, remote, () -> mailbox.put(new UpstreamEvent.ClientGone()));
        return mailbox.take(waitMs - unwatched);
    }

    /// @return null to go on waiting
    private Action told(UpstreamEvent signal) throws ClientGoneException {
        return switch (signal) {
            case UpstreamEvent.Answered a -> {
                contentEncoding = a.headers().get("content-encoding");
                yield exchange.answered(a.status(), a.headers(), now());
            }
            case UpstreamEvent.Bytes b -> bytes(b);
            case UpstreamEvent.Ended _ -> {
                callOver();
                yield ended();
            }
            case UpstreamEvent.Broken b -> {
                callOver();
                yield exchange.failed(b.failure(), now());
            }
            case UpstreamEvent.ClientGone _ -> throw new ClientGoneException();
        };
    }

    private Action bytes(UpstreamEvent.Bytes b) {
        String piece;
        try {
            piece = text.add(b.buffers());
        } catch (DataFormatException e) {
            return broken(CallFailure.Kind.GARBLED, e.getMessage());
        }
        call.consumed(b.reads());
        if (collecting == null) return piece.isEmpty() ? null : exchange.chunk(piece, now());
        collected.append(piece);
        if (collected.length() <= collecting.limit()) return null;
        if (!collecting.cut()) return broken(CallFailure.Kind.TOO_LARGE, "it is longer than " + collecting.limit() + " bytes");
        String front = collected.substring(0, collecting.limit());
        cancel();
        return exchange.body(front, now());
    }

    private Action broken(CallFailure.Kind kind, String detail) {
        cancel();
        return exchange.failed(new CallFailure(kind, detail), now());
    }

    private Action ended() {
        // a character torn off at the end of a stream can only belong to an event that is torn as well
        return collecting == null ? exchange.ended(now()) : exchange.body(collected.append(text.end()).toString(), now());
    }

    /// Lets a stream that has said everything come to its end, so that the connection can be used again.
    private void drain() throws InterruptedException {
        long until = now() + DRAIN_MS;
        while (!over && call != null && now() < until) {
            switch (mailbox.take(until - now())) {
                case UpstreamEvent.Bytes b -> call.consumed(b.reads());
                case UpstreamEvent.Ended _, UpstreamEvent.Broken _ -> callOver();
                case UpstreamEvent.Answered _, UpstreamEvent.ClientGone _ -> {}
                case null -> {}
            }
        }
    }

    private void callOver() {
        over = true;
        trace.callOver();
    }

    private void cancel() {
        if (call != null && !over) call.cancel();
        trace.callOver();
        call = null;
        collecting = null;
    }

    private void release() throws Exception {
        cancel();
        if (watching != null) watching.close();
    }
}
