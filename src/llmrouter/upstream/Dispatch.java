package llmrouter.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.threads.OwnFaults;
import llmrouter.upstream.CallRoutes.CallRoute;
import llmrouter.upstream.connection.AddressRace;
import llmrouter.upstream.connection.ChosenAddress;
import llmrouter.upstream.connection.ClientPool;
import llmrouter.upstream.connection.ClientTasks;
import llmrouter.upstream.connection.KeptConnections.Place;
import llmrouter.upstream.proxy.ClientKind;

/// Sends one request to its host: over a kept connection, or to the first of the host's addresses that takes one.
///
/// ```
///            a kept connection ─────────────────────────────────▶ SENT ──▶ answered
///            │                                                     ▲
/// addresses ─┴▶ CONNECTING to the first ── connected ──────────────╯
///                 ▲   │  │
///                 │   │  ╰ refused ──▶ the next one at once; after the last: failed, with the reason of each
///                 │   ╰ no word for 250 ms ──▶ race of short connections to all ──▶ another wins: LEFT
///                 ╰───────────────────────────────────────────────────────────────────────────────╯
/// ```
/// The client takes the request's body from here, and asks for it only when it is connected and has sent the head. That
/// is the border between CONNECTING and SENT. On this side of it no provider can have acted on the request, so it may
/// go to another address. On the other side it is never sent a second time. (A GET request has no body, so that it
/// counts as CONNECTING until it is answered; it changes nothing, and may be repeated.)
///
/// Where the process has no resolver of ours, the client connects to the first address of the name, as it does by
/// itself. If the client itself has failed before the request went out, a new client sends it. Thread-safe; one
/// request.
final class Dispatch {
    /// What becomes of the request.
    interface Receiver {
        HttpResponse.BodySubscriber<Void> answered(HttpResponse.ResponseInfo info);

        /// The request failed, or its answer broke off.
        ///
        /// @param tried the addresses that did not take a connection; empty if one did
        void failed(Throwable cause, Map<InetAddress, Throwable> tried);
    }

    private enum Phase { CONNECTING, SENT, LEFT }

    /// For a connection without a limit of its own.
    private static final long USUAL_CONNECT_MS = 60_000;
    private static final long SUSPICIOUS_NS = TimeUnit.SECONDS.toNanos(5);

    private final Connections connections;
    private final HttpRequest.Builder request;
    /// The bytes of its body, or -1 for a GET request.
    private final int length;
    /// null for a GET request, and from the end of the call on: a connection that the JDK's client does not close holds
    /// the request that was sent on it.
    private volatile List<ByteBuffer> body;
    private final CallRoute target;
    private final long connectMs;
    private final Receiver receiver;
    private final long startedAt = System.nanoTime();
    private final Map<InetAddress, Throwable> tried = new HashMap<>();
    /// In the order in which they are tried.
    private volatile List<InetAddress> all = List.of();
    private final List<InetAddress> left = new ArrayList<>();
    private volatile ClientPool.Generation<ClientKind> clients;
    private boolean resent;
    private final int sleeps;
    private volatile Try current;
    private volatile boolean cancelled;

    /// @param body null for a GET request
    Dispatch(Connections connections, HttpRequest.Builder request, RequestBytes body, CallRoute target,
            long connectMs, Receiver receiver) {
        this.connections = connections;
        this.request = request;
        this.length = body == null ? -1 : body.length();
        this.body = body == null ? null : body.buffers();
        this.target = target;
        this.connectMs = connectMs;
        this.receiver = receiver;
        this.clients = connections.current();
        this.sleeps = connections.watch().jumps();
    }

    /// Sends the request. Returns at once.
    void start() {
        List<InetAddress> known = connections.addresses().remembered(target.host(), target.port());
        if (known != null) begin(known);
        else connections.threads().execute(this::lookUp);
    }

    private void lookUp() {
        try {
            begin(connections.addresses().lookUp(target.host(), target.port()));
        } catch (UnknownHostException e) {
            receiver.failed(e, Map.of());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            receiver.failed(new RejectedExecutionException("the gateway is ending"), Map.of());
        } catch (RuntimeException | Error e) {
            receiver.failed(e, Map.of());
        }
    }

    private void begin(List<InetAddress> addresses) {
        all = connections.addresses().steers() ? addresses : List.of(addresses.getFirst());
        left.addAll(all);
        Try first = send(left.removeFirst());
        if (first.kept || left.isEmpty()) return;
        first.patience = new CompletableFuture<Void>()
            .completeOnTimeout(null, AddressRace.PATIENCE_MS, TimeUnit.MILLISECONDS);
        first.patience.thenRunAsync(() -> race(first), connections.threads()).exceptionally(Dispatch::fault);
        if (first.phase.get() != Phase.CONNECTING) first.patience.cancel(false);
    }

    /// A task beside the call has failed, and nothing else waits for it.
    private static Void fault(Throwable e) {
        Throwable cause = CallFailures.cause(e);
        boolean ends = cause instanceof CancellationException || cause instanceof RejectedExecutionException;
        if (!ends) OwnFaults.report(cause);
        return null;
    }

    private Try send(InetAddress address) {
        var sending = new Try(address);
        current = sending;
        if (cancelled) return sending;
        sending.begin();
        if (target.isTunnel() && length >= 0) sending.limitHandshake();
        if (cancelled) sending.answer.cancel(true);
        return sending;
    }

    /// One address of several has said nothing yet. Whichever takes a connection first gets the request.
    private void race(Try waiting) {
        if (!waiting.isWaiting()) return;
        List<InetAddress> all = new ArrayList<>();
        synchronized (this) {
            all.add(waiting.address);
            all.addAll(left);
        }
        var race = new AddressRace(target.port(), Math.max(1, connectMs - AddressRace.PATIENCE_MS), waiting::isWaiting);
        try {
            InetAddress winner = race.winner(all);
            if (winner != null && !winner.equals(waiting.address)) leave(waiting, winner, all, race.problems());
            if (winner == null) none(race.problems());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Try waiting, InetAddress winner, List<InetAddress> all, Map<InetAddress, IOException> problems) {
        synchronized (this) {
            if (current != waiting || !waiting.phase.compareAndSet(Phase.CONNECTING, Phase.LEFT)) return;
            for (InetAddress slower : all.subList(0, all.indexOf(winner))) {
                left.remove(slower);
                missed(slower, problems.get(slower) == null ? silence() : problems.get(slower));
            }
            left.remove(winner);
            send(winner);
        }
        waiting.answer.cancel(true);
    }

    /// No address has taken a connection, so none is tried again.
    private synchronized void none(Map<InetAddress, IOException> problems) {
        for (InetAddress address : List.copyOf(left)) {
            if (problems.containsKey(address)) {
                left.remove(address);
                missed(address, problems.get(address));
            }
        }
    }

    private static IOException silence() {
        return new HttpConnectTimeoutException("no answer");
    }

    private void missed(InetAddress address, Throwable why) {
        tried.put(address, why);
        if (ConnectFailures.local(address, why) == null) connections.addresses().failed(address, target.port());
    }

    /// @param error without the wrapping of futures
    private void failed(Try failed, Throwable error) {
        boolean repeatable = isRepeatable(error);
        Throwable cause = repeatable ? error.getCause() : error;
        if (cause instanceof ProtocolException && !failed.answered) connections.pool().leftOpen(clients);
        boolean again = isOfClient(cause) || repeatable;
        synchronized (this) {
            if (failed != current) return;
            if (again && isUnsent(failed) && !resent) {
                resent = true;
                clients = connections.current();
                send(failed.address);
                return;
            }
            boolean connected = failed.answered || failed.phase.get() == Phase.SENT || !isConnectFailure(cause);
            if (!connected) {
                missed(failed.address, cause);
                if (!left.isEmpty() && !cancelled) {
                    send(left.removeFirst());
                    return;
                }
            }
        }
        body = null;
        receiver.failed(cause, isConnectFailure(cause) && !failed.answered ? triedInOrder() : Map.of());
    }

    /// Whether the client would have sent the request a second time: a GET request on a kept connection that the server
    /// has just closed. It would do so on its reading thread, so that its number of sends is limited to one
    /// ([ClientPool#prepare]), and the second time is made here.
    private static boolean isRepeatable(Throwable error) {
        return "Too many retries".equals(error.getMessage()) && error.getCause() != null;
    }

    /// Does what may take long after a failure: not on the thread that reads for all calls.
    void afterFailure(Runnable work) {
        if (ClientTasks.mayBlock()) {
            work.run();
            return;
        }
        try {
            connections.threads().execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError _) {
            // the gateway is ending, or has no memory for a thread: to block is better than to lose the call
            work.run();
        }
    }

    private boolean isUnsent(Try failed) {
        return !failed.answered && !cancelled && failed.phase.get() != Phase.SENT;
    }

    /// Whether the call failed because the client can do no call any more. If so, it is replaced.
    boolean isOfClient(Throwable cause) {
        return connections.pool().replaceIfLost(clients, cause, doubt() == ConnectionDoubt.NONE);
    }

    private synchronized Map<InetAddress, Throwable> triedInOrder() {
        var reasons = new LinkedHashMap<InetAddress, Throwable>();
        for (InetAddress address : all) {
            if (tried.containsKey(address)) reasons.put(address, tried.get(address));
        }
        return reasons;
    }

    private static boolean isConnectFailure(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    /// Whether the connection may be at fault if nothing comes, or if it breaks: the machine has slept since the
    /// request was sent; or the request went out on a kept connection, and nothing has come on it since.
    ConnectionDoubt doubt() {
        if (connections.sleeps() != sleeps) return ConnectionDoubt.SLEPT;
        Try sending = current;
        boolean unproven = sending != null && sending.kept && !sending.answered;
        return unproven ? ConnectionDoubt.KEPT : ConnectionDoubt.NONE;
    }

    /// The answer has ended; its connection can be used again.
    void ended() {
        body = null;
        Try sending = current;
        if (sending.reusable) clients.kept().add(sending.place);
    }

    /// No new call uses the connections of this one's time.
    void dropConnections() {
        connections.pool().drop(clients);
    }

    /// Nothing more is wanted. A request that is given up after a while of silence on a kept connection casts doubt on
    /// that connection, and on others of its time: the people who wait often give up before a time limit does.
    void cancel() {
        cancelled = true;
        body = null;
        Try sending = current;
        if (sending != null && sending.answer != null) sending.answer.cancel(true);
        boolean waited = System.nanoTime() - startedAt > SUSPICIOUS_NS;
        if (waited && doubt() == ConnectionDoubt.KEPT) dropConnections();
    }

    /// The request on its way to one address.
    private final class Try {
        private final InetAddress address;
        private final Place place;
        /// whether it is expected to go out on a connection that has carried another request
        private final boolean kept;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECTING);
        private volatile CompletableFuture<HttpResponse<Void>> answer;
        private volatile CompletableFuture<Void> patience;
        private volatile CompletableFuture<Void> handshake;
        private volatile boolean late;
        private volatile boolean answered;
        /// whether the client keeps the connection when the answer has ended
        private volatile boolean reusable;

        Try(InetAddress address) {
            this.address = address;
            this.place = target.place(address);
            this.kept = clients.kept().take(place);
        }

        void begin() {
            HttpRequest http = length < 0 ? request.GET().build() : request.POST(new Told()).build();
            try {
                answer = sent(http);
            } catch (UncheckedIOException | Error e) {
                answer = CompletableFuture.failedFuture(e);
            }
            answer.whenComplete((response, error) -> {
                if (error != null) ended(error);
                else if (!answered && phase.get() != Phase.LEFT) tunnelRefused(response);
            });
        }

        /// The JDK's client returns the answer of a proxy that refuses a tunnel without asking for a receiver of the
        /// body.
        private void tunnelRefused(HttpResponse<Void> response) {
            try {
                receiver.answered(new Head(response.statusCode(), response.headers(), response.version()));
            } finally {
                ended(new IOException("the tunnel was refused with the status " + response.statusCode()));
            }
        }

        private CompletableFuture<HttpResponse<Void>> sent(HttpRequest http) {
            HttpClient client = clients.client(target.kind());
            Supplier<CompletableFuture<HttpResponse<Void>>> call = () -> client.sendAsync(http, this::receive);
            boolean named = connections.addresses().steers() && !target.literal();
            return named ? new ChosenAddress(target.host(), address).during(call) : call.get();
        }

        /// Whatever happens, the receiver learns that the call is over.
        private void ended(Throwable error) {
            try {
                failed(this, late ? ConnectFailures.handshake() : CallFailures.cause(error));
            } catch (RuntimeException | Error e) {
                receiver.failed(e, Map.of());
            }
        }

        /// The client's own limit ends with the tunnel through a proxy, and the server behind it may be silent: the TLS
        /// handshake has as much time again. Until it is done, nothing of the request has been sent.
        void limitHandshake() {
            long limitMs = 2 * (connectMs > 0 ? connectMs : USUAL_CONNECT_MS);
            handshake = new CompletableFuture<Void>().completeOnTimeout(null, limitMs, TimeUnit.MILLISECONDS);
            handshake.thenRunAsync(() -> {
                if (!isWaiting() || !phase.compareAndSet(Phase.CONNECTING, Phase.LEFT)) return;
                late = true;
                answer.cancel(true);
            }, connections.threads()).exceptionally(Dispatch::fault);
            if (phase.get() != Phase.CONNECTING || answer.isDone()) handshake.cancel(false);
        }

        boolean isWaiting() {
            return current == this && phase.get() == Phase.CONNECTING && !answered && !cancelled;
        }

        private HttpResponse.BodySubscriber<Void> receive(HttpResponse.ResponseInfo info) {
            if (phase.get() == Phase.LEFT) return BodySubscribers.discarding();
            answered = true;
            body = null; // an answered request is not sent again, and its answer may take long
            reusable = !info.headers().firstValue("connection").orElse("").equalsIgnoreCase("close");
            connections.addresses().worked(address, target.port());
            HttpResponse.BodySubscriber<Void> subscriber = receiver.answered(info);
            succeeded();
            return subscriber;
        }

        /// From here on the body's subscriber is told everything, so the future has nothing left to say. The client
        /// would complete it on a thread of the common pool, whose wake-up costs more than to read the answer; a future
        /// that is complete already wakes none.
        private void succeeded() {
            CompletableFuture<HttpResponse<Void>> waiting = answer;
            if (waiting != null) waiting.complete(null);
        }

        /// The body of the request, which tells when the client asks for it.
        private final class Told implements BodyPublisher {
            @Override
            public long contentLength() {
                return length;
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> client) {
                List<ByteBuffer> bytes = body;
                if (bytes != null && phase.compareAndSet(Phase.CONNECTING, Phase.SENT)) {
                    if (patience != null) patience.cancel(false);
                    if (handshake != null) handshake.cancel(false);
                    BodyPieces.give(bytes, client);
                } else {
                    client.onSubscribe(new Refused());
                    client.onError(new IOException("the request went to another address"));
                }
            }
        }
    }

    private record Head(int statusCode, HttpHeaders headers, HttpClient.Version version)
            implements HttpResponse.ResponseInfo {}

    private record Refused() implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
