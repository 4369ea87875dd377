package llmrouter.upstream;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.memory.ByteBudget;
import llmrouter.upstream.CallRoutes.CallRoute;
import llmrouter.upstream.connection.ClientTasks;
import llmrouter.upstream.proxy.ProxyFaults;

/// One request to a provider. What the HTTP client reads arrives as [UpstreamEvent.Bytes], a few reads at a time: the
/// next reads are requested only when these are consumed, so that a slow client slows the provider down instead of
/// filling memory.
///
/// The client calls its receiver and its body on the one thread that reads for all calls ([ClientTasks]): they put
/// events into the mailbox, and wait for nothing.
public final class UpstreamCall {
    /// Reads (of up to 16 KiB) that may wait in the mailbox. What a request takes covers the first of them.
    private static final int AHEAD = 4;
    private static final long AHEAD_BYTES = (AHEAD - 1) * (16L << 10);
    /// A body whose length has at most so many digits arrives in one or two reads.
    private static final int BRIEF_DIGITS = 4;
    private static final String ENDLESS = "9".repeat(18);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet() & Integer.MAX_VALUE;
    private final Mailbox mailbox;
    private final ByteBudget answers;
    private final Body body = new Body();
    private final AtomicBoolean over = new AtomicBoolean();
    /// null if the request cannot be sent
    private Dispatch dispatch;
    /// null likewise
    private CallRoute route;
    /// Whether the body is so short, by its `content-length`, that the reader is woken only at its end.
    private volatile boolean brief;

    private UpstreamCall(ByteBudget answers, Mailbox mailbox) {
        this.answers = answers;
        this.mailbox = mailbox;
    }

    /// @param answers counts what is read ahead
    static UpstreamCall open(Connections connections, ByteBudget answers, UpstreamRequest request, Mailbox mailbox) {
        var call = new UpstreamCall(answers, mailbox);
        mailbox.expect(call.number);
        try {
            RequestBytes body = request.content() == null ? null : RequestBytes.of(request.content());
            CallRoute route = connections.routes().of(request);
            call.route = route;
            HttpRequest.Builder http = http(route, request.headers());
            call.dispatch = new Dispatch(connections, http, body, route, request.connectMs(), call.new Outcome());
            call.dispatch.start();
        } catch (UnsendableException e) {
            call.last(new UpstreamEvent.Broken(new CallFailure(Kind.CONNECT, e.owner(), e.getMessage())));
        } catch (IllegalArgumentException e) {
            call.last(new UpstreamEvent.Broken(new CallFailure(Kind.CONNECT, e.getMessage())));
        }
        return call;
    }

    private static HttpRequest.Builder http(CallRoute route, HeaderMap headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(route.url());
        for (Header h : headers.all()) set(builder, h);
        String login = route.passage().login();
        if (login != null) builder.setHeader("proxy-authorization", login);
        return builder;
    }

    /// The JDK's own message would quote the value, which may be a key.
    private static void set(HttpRequest.Builder builder, Header h) {
        try {
            builder.setHeader(h.name(), h.value());
        } catch (IllegalArgumentException _) {
            throw new UnsendableException(FaultOwner.PROVIDER, "the header '" + h.name()
                + "' cannot be sent because of its name or its value; correct the provider's headers or key");
        }
    }

    private final class Outcome implements Dispatch.Receiver {
        @Override
        public HttpResponse.BodySubscriber<Void> answered(HttpResponse.ResponseInfo info) {
            CallFailure ofProxy = ProxyFaults.of(route.passage(), info.statusCode(), info.headers());
            if (ofProxy != null) {
                last(new UpstreamEvent.Broken(ofProxy));
                return HttpResponse.BodySubscribers.discarding();
            }
            String unusable = AnswerLength.problem(info.headers().allValues("content-length"));
            if (unusable != null) {
                last(new UpstreamEvent.Broken(new CallFailure(Kind.GARBLED, unusable)));
                body.cancel(); // it would wait for the end of the body
                return body;
            }
            var fields = new ArrayList<Header>();
            for (Map.Entry<String, List<String>> f : info.headers().map().entrySet()) {
                for (String value : f.getValue()) fields.add(new Header(f.getKey(), value));
            }
            brief = info.headers().firstValue("content-length").orElse(ENDLESS).length() <= BRIEF_DIGITS;
            // wakes no thread: the first bytes or the end of the body come next, nearly always in the same read
            mailbox.putQuietly(number, new UpstreamEvent.Answered(info.statusCode(), HeaderMap.of(fields)));
            return body;
        }

        @Override
        public void failed(Throwable cause, Map<InetAddress, Throwable> tried) {
            last(new UpstreamEvent.Broken(failure(cause, tried)));
        }

        private CallFailure failure(Throwable cause, Map<InetAddress, Throwable> tried) {
            if (dispatch.isOfClient(cause)) return LocalFaults.ofClient(body.begun);
            if (body.begun) return CallFailures.cut(cause, dispatch.doubt());
            CallFailure ofProxy = ProxyFaults.of(route.passage(), cause);
            if (ofProxy != null) return ofProxy;
            return tried.isEmpty() ? CallFailures.of(cause, dispatch.doubt(), route.url())
                : ConnectFailures.of(route.host(), tried);
        }
    }

    private void signal(UpstreamEvent signal) {
        if (brief) mailbox.putQuietly(number, signal);
        else mailbox.put(number, signal);
    }

    /// Puts the call's last event; the JDK may report one failure twice.
    private void last(UpstreamEvent signal) {
        if (!over.compareAndSet(false, true)) return;
        mailbox.put(number, signal);
        body.readsNoMoreAhead();
        if (route != null) route.passage().close();
    }

    /// So many reads have been consumed: the same number is requested from the provider.
    public void consumed(int reads) {
        body.request(reads);
    }

    /// Whether the connection may be at fault rather than the provider if no answer comes.
    public ConnectionDoubt doubt() {
        return dispatch == null ? ConnectionDoubt.NONE : dispatch.doubt();
    }

    /// No call from now on uses a connection of this call's time.
    public void dropConnections() {
        dispatch.dropConnections();
    }

    /// Cancels the call and closes its connection, unless the call has ended.
    public void cancel() {
        mailbox.expect(0);
        body.cancel();
        if (dispatch != null) dispatch.cancel();
        if (route != null) route.passage().close();
    }

    private final class Body implements HttpResponse.BodySubscriber<Void> {
        private volatile Flow.Subscription subscription;
        private volatile boolean cancelled;
        private volatile boolean begun;
        private final AtomicBoolean ahead = new AtomicBoolean();

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            begun = true;
            subscription = s;
            if (cancelled) s.cancel();
            else s.request(readsAhead() ? AHEAD : 1);
        }

        /// Counts what is read ahead. Half of the memory for answers is kept for other uses: if the rest is in use, a
        /// piece is requested only when the one before it is consumed.
        private boolean readsAhead() {
            if (brief) return true;
            if (!answers.tryTake(AHEAD_BYTES, answers.share() / 2)) return false;
            ahead.set(true);
            if (cancelled || over.get()) readsNoMoreAhead();
            return true;
        }

        private void readsNoMoreAhead() {
            if (ahead.compareAndSet(true, false)) answers.give(AHEAD_BYTES);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            signal(new UpstreamEvent.Bytes(buffers, 1));
        }

        @Override
        public void onError(Throwable error) {
            dispatch.afterFailure(() -> last(new UpstreamEvent.Broken(dispatch.isOfClient(error)
                ? LocalFaults.ofClient(true) : CallFailures.cut(error, dispatch.doubt()))));
        }

        @Override
        public void onComplete() {
            dispatch.ended();
            last(new UpstreamEvent.Ended());
        }

        void request(long n) {
            if (subscription != null) subscription.request(n);
        }

        void cancel() {
            cancelled = true;
            readsNoMoreAhead();
            if (subscription != null) subscription.cancel();
        }
    }
}
