package llmrouter.server;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.ApiError;
import llmrouter.codings.CodingException;
import llmrouter.gateway.Action;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.Summary;
import llmrouter.http.HeaderMap;
import llmrouter.memory.HeapShareFull;
import llmrouter.memory.HeldBytes;
import llmrouter.memory.Shortages;
import llmrouter.metrics.Trace;
import llmrouter.routing.RequestEnd;
import llmrouter.upstream.BodyCollector;
import llmrouter.upstream.BodyText;
import llmrouter.upstream.Mailbox;
import llmrouter.upstream.UpstreamCall;
import llmrouter.upstream.UpstreamEvent;

/// Performs the actions of one exchange, on the request's own virtual thread. The thread blocks only in the mailbox,
/// in the state, and in writes to the client. One run, one owner.
final class ExchangeRunner {
    /// For so long after a write the client is not watched: the next write shows whether it has disconnected.
    private static final long UNWATCHED_MS = 250;
    /// How long to wait for the end of an upstream body, so that its connection can be used again.
    private static final long DRAIN_MS = 500;

    /// Characters that a stream may hold without being counted: what every request takes covers them.
    private static final int UNCOUNTED = 1 << 15;
    private static final int STEP = 1 << 16;
    /// What an event becomes, in bytes for each of its characters: it is gathered in arrays that double, cut out, and
    /// read. Text that is no Latin takes two bytes a character.
    private static final int COPIES = 6;
    private static final int WIDE_COPIES = 10;
    /// The text for the client and its bytes.
    private static final int RELAYED = 2;
    private static final int WIDE_RELAYED = 4;

    private static final ApiError STOPS = ApiError.of(503, ApiError.Kind.OVERLOADED,
        "The gateway stops before the answer is complete. Send the request again.");

    private final Exchange exchange;
    private final IncomingRequest request;
    private final ClientAnswer client;
    private final SharedServices shared;
    private final Trace trace;
    private final Mailbox mailbox;

    private AutoCloseable watching;
    private long lastWrite = now();
    private UpstreamCall call;
    private UpstreamEvent.Answered answered;
    private final HeldBytes held;
    /// of a stream, else null
    private BodyText text;
    /// of a whole answer, else null
    private BodyCollector collected;
    private Action.Collect collecting;
    /// reads whose bytes are not all decoded yet
    private int unread;
    private boolean verbatim;
    private long ofStream;
    private boolean over;

    ExchangeRunner(Exchange exchange, IncomingRequest request, SharedServices shared, Trace trace) {
        this.exchange = exchange;
        this.request = request;
        this.client = request.answer();
        this.shared = shared;
        this.mailbox = shared.upstream().mailbox();
        this.held = shared.upstream().held();
        this.trace = trace;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /// The error for a fault of the gateway itself.
    static ApiError ownFault(String requestId) {
        return new ApiError(500, ApiError.Kind.API,
            "The gateway failed on this request. Its log has the details under " + requestId + ".",
            RequestEnd.INTERNAL_ERROR.word(), null);
    }

    /// Runs to the end: the client has its answer, or has disconnected.
    /// @param bug gets a fault of the gateway itself; the client gets an error if its answer has not begun
    Summary run(Consumer<Throwable> bug) throws Exception {
        try {
            return run(exchange.start(now()));
        } catch (RuntimeException | Error e) {
            Action last = exchange.crashed(ownFault(exchange.id()), RequestEnd.INTERNAL_ERROR, now());
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
        } catch (ClientDisconnectedException _) {
            cancel();
            return exchange.abandoned(now());
        }
    }

    private Action perform(Action action) throws Exception {
        return switch (action) {
            case Action.Consult c -> exchange.picked(shared.state().consult(c.request()), now());
            case Action.Report r -> {
                shared.state().report(r.outcomes());
                yield exchange.reported(now());
            }
            case Action.Call c -> {
                cancel();
                over = false;
                trace.called(exchange.attempts());
                call = shared.upstream().open(c.request(), mailbox);
                yield next(c.waitMs());
            }
            case Action.Collect c -> {
                collecting = c;
                collected = new BodyCollector(c.verbatim(), codings(), held, c.limit());
                yield next(c.waitMs());
            }
            case Action.Stream s -> {
                verbatim = s.verbatim();
                text = new BodyText(verbatim, codings(), this::hold);
                yield next(s.waitMs());
            }
            case Action.Relay r -> {
                write(r.open(), r.text(), r.verbatim());
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
                finish(c);
                drain();
                yield exchange.sent(now());
            }
            case Action.Finish f -> f;
        };
    }

    private List<String> codings() {
        return answered.headers().values("content-encoding");
    }

    /// @param head or null if it has been sent
    private void write(HeaderMap head, String piece, boolean verbatim) throws ClientDisconnectedException {
        if (head == null) {
            client.write(piece, verbatim);
            return;
        }
        client.open(head, piece, verbatim);
        trace.streamOpened();
    }

    /// A stream that has come whole before any of it was sent goes with its length, in one piece.
    private void finish(Action.Close c) throws ClientDisconnectedException {
        if (c.open() != null && !c.text().isEmpty()) {
            client.reply(200, c.open(), c.text(), c.verbatim());
            trace.streamOpened();
            return;
        }
        write(c.open(), c.text(), c.verbatim());
        client.close();
    }

    /// Waits for the next event and passes it to the exchange.
    private Action next(long waitMs) throws Exception {
        long until = now() + waitMs;
        if (unread > 0 && piece() instanceof Action more) return more;
        while (true) {
            UpstreamEvent event = take(until - now());
            Action action = event == null ? elapsed() : happened(event);
            if (action != null) return action;
        }
    }

    private Action elapsed() {
        ConnectionDoubt doubt = call == null || over ? ConnectionDoubt.NONE : call.doubt();
        Action action = exchange.elapsed(doubt, now());
        boolean goesOn = action instanceof Action.Await || action instanceof Action.Relay;
        if (doubt == ConnectionDoubt.KEPT && !goesOn) call.dropConnections();
        return action;
    }

    private UpstreamEvent take(long waitMs) throws InterruptedException {
        if (watching != null) return mailbox.take(waitMs);
        long unwatched = Math.max(0, lastWrite + UNWATCHED_MS - now());
        if (unwatched > 0) {
            UpstreamEvent event = mailbox.take(Math.min(waitMs, unwatched));
            if (event != null || waitMs <= unwatched) return event;
        }
        watching = shared.watch().watch(request.localAddress(), request.clientAddress(),
            () -> mailbox.put(new UpstreamEvent.ClientDisconnected()));
        return mailbox.take(waitMs - unwatched);
    }

    /// @return null to go on waiting
    private Action happened(UpstreamEvent event) throws ClientDisconnectedException {
        return switch (event) {
            case UpstreamEvent.Answered a -> {
                answered = a;
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
            case UpstreamEvent.ClientDisconnected _ -> throw new ClientDisconnectedException();
            case UpstreamEvent.GatewayStops _ -> {
                cancel();
                yield exchange.crashed(STOPS, RequestEnd.TEMPORARY, now());
            }
        };
    }

    private Action bytes(UpstreamEvent.Bytes b) {
        if (collected != null) return collect(b);
        text.take(b.buffers());
        unread = b.reads();
        return piece();
    }

    /// Passes the next text of a stream to the exchange.
    /// @return null if what has come holds no more
    private Action piece() {
        try {
            String piece = "";
            while (piece.isEmpty() && text.hasMore()) piece = text.next();
            if (!text.hasMore()) consumed();
            if (piece.isEmpty()) return null;
            holdStream(exchange.held() + piece.length());
            Action action = exchange.chunk(piece, now());
            holdRelayed(piece.length());
            return action;
        } catch (CodingException e) {
            return broken(CallFailure.Kind.GARBLED, e.getMessage());
        } catch (HeapShareFull e) {
            return tooLarge(e);
        }
    }

    private void consumed() {
        if (call != null && unread > 0) call.consumed(unread);
        unread = 0;
    }

    /// Counts what the exchange holds of a stream: mostly nothing, since its events pass through.
    private void holdStream(long characters) {
        ofStream = characters > UNCOUNTED ? characters * (verbatim ? COPIES : WIDE_COPIES) : 0;
        hold(0);
    }

    /// Counts what is left when the events of a piece have become the text for the client, who may take a long time to
    /// read it.
    private void holdRelayed(long characters) {
        if (ofStream == 0 || exchange.held() > UNCOUNTED) return;
        ofStream = characters * (verbatim ? RELAYED : WIDE_RELAYED);
        hold(0);
    }

    /// @param beside what is held while the next text is decoded
    private void hold(long beside) {
        held.set((ofStream + beside + STEP - 1) / STEP * STEP);
    }

    private Action collect(UpstreamEvent.Bytes b) {
        try {
            if (collected.add(b.buffers())) {
                call.consumed(b.reads());
                return null;
            }
        } catch (CodingException e) {
            return undecodable(e);
        } catch (HeapShareFull e) {
            return tooLarge(e);
        }
        if (!collecting.cut()) {
            return broken(CallFailure.Kind.TOO_LARGE, "it is longer than " + collecting.limit() + " bytes");
        }
        String front = collected.front();
        cancel();
        return exchange.body(front, now());
    }

    /// An answer that would fill the whole share by itself is too large. Else other answers fill it, and the provider
    /// has done nothing wrong.
    private Action tooLarge(HeapShareFull full) {
        FaultOwner owner = full.hopeless() ? FaultOwner.PROVIDER : FaultOwner.GATEWAY;
        if (owner == FaultOwner.GATEWAY) shared.shortages().happened(Shortages.Kind.ANSWER, 1);
        cancel();
        return exchange.failed(new CallFailure(CallFailure.Kind.TOO_LARGE, owner, full.getMessage()), now());
    }

    private Action broken(CallFailure.Kind kind, String detail) {
        cancel();
        return exchange.failed(new CallFailure(kind, detail), now());
    }

    /// An error's status says more than its body: what cannot be read of the body does not take its place.
    private Action undecodable(CodingException e) {
        if (answered.status() < 400) return broken(CallFailure.Kind.GARBLED, e.getMessage());
        String front = collected.isEmpty() ? "(the explanation cannot be read: " + e.getMessage() + ")"
            : collected.front();
        cancel();
        return exchange.body(front, now());
    }

    private Action ended() {
        try {
            if (collected != null) return exchange.body(collected.end(), now());
            // an incomplete character at the end of a stream can only belong to an incomplete event, so it is dropped
            if (text != null) text.end();
            return exchange.ended(now());
        } catch (CodingException e) {
            return collected != null ? undecodable(e) : broken(CallFailure.Kind.GARBLED, e.getMessage());
        } catch (HeapShareFull e) {
            return tooLarge(e);
        }
    }

    /// Reads a stream whose last event has been relayed to its end, so that the connection can be used again.
    private void drain() throws InterruptedException {
        long until = now() + DRAIN_MS;
        consumed();
        while (!over && call != null && now() < until) {
            switch (mailbox.take(until - now())) {
                case UpstreamEvent.Bytes b -> call.consumed(b.reads());
                case UpstreamEvent.Ended _, UpstreamEvent.Broken _ -> callOver();
                case UpstreamEvent.Answered _, UpstreamEvent.ClientDisconnected _, UpstreamEvent.GatewayStops _ -> {}
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
        collected = null;
        text = null;
        unread = 0;
        ofStream = 0;
        held.close();
    }

    private void release() throws Exception {
        cancel();
        if (watching != null) watching.close();
    }
}
