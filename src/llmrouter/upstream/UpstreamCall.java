package llmrouter.upstream;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.upstream.CallRoutes.CallRoute;
import llmrouter.upstream.proxy.ClientKind;
import llmrouter.upstream.proxy.ProxyFaults;

/// One request to a provider. What the HTTP client reads arrives as [UpstreamEvent.Bytes], a few reads at a time: the
/// next reads are requested only when these are consumed, so that a slow client slows the provider down instead of
/// filling memory.
public final class UpstreamCall {
    /// Reads (of up to 16 KiB) that may wait in the mailbox.
    private static final int AHEAD = 4;
    /// A body whose length has at most so many digits arrives in one or two reads.
    private static final int BRIEF_DIGITS = 4;
    private static final String ENDLESS = "9".repeat(18);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final int number = NUMBERS.incrementAndGet() & Integer.MAX_VALUE;
    private final Mailbox mailbox;
    private final Body body = new Body();
    private final AtomicBoolean over = new AtomicBoolean();
    private CompletableFuture<HttpResponse<Void>> answer;
    /// Whether the body is so short, by its `content-length`, that the reader is woken only at its end.
    private volatile boolean brief;

    private CallRoute route;

    private UpstreamCall(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /// @param clients the HTTP client of each kind
    static UpstreamCall open(CallRoutes routes, Function<ClientKind, HttpClient> clients, UpstreamRequest request,
            Mailbox mailbox) {
        var call = new UpstreamCall(mailbox);
        mailbox.expect(call.number);
        try {
            call.route = routes.of(request);
            HttpRequest http = http(request, call.route);
            call.answer = clients.apply(call.route.kind()).sendAsync(http, call::receive);
            call.answer.whenComplete((_, error) -> {
                if (error != null) call.last(new UpstreamEvent.Broken(call.failure(error)));
            });
        } catch (UnsendableException e) {
            call.answer = CompletableFuture.failedFuture(e);
            call.last(new UpstreamEvent.Broken(new CallFailure(Kind.CONNECT, e.owner(), e.getMessage())));
        } catch (IllegalArgumentException e) {
            call.answer = CompletableFuture.failedFuture(e);
            call.last(new UpstreamEvent.Broken(new CallFailure(Kind.CONNECT, e.getMessage())));
        }
        return call;
    }

    private CallFailure failure(Throwable error) {
        Throwable cause = CallFailures.cause(error);
        CallFailure ofProxy = body.begun ? null : ProxyFaults.of(route.passage(), cause);
        return ofProxy != null ? ofProxy : CallFailures.of(cause, body.begun, route.target());
    }

    private static HttpRequest http(UpstreamRequest request, CallRoute route) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(route.target());
        if (request.body() == null) builder.GET();
        else builder.POST(BodyPublishers.ofByteArray(request.body().getBytes(StandardCharsets.UTF_8)));
        for (Header h : request.headers().all()) set(builder, h);
        String login = route.passage().login();
        if (login != null) builder.setHeader("proxy-authorization", login);
        return builder.build();
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

    private HttpResponse.BodySubscriber<Void> receive(HttpResponse.ResponseInfo info) {
        CallFailure ofProxy = ProxyFaults.of(route.passage(), info.statusCode(), info.headers());
        if (ofProxy != null) {
            last(new UpstreamEvent.Broken(ofProxy));
            return HttpResponse.BodySubscribers.discarding();
        }
        var fields = new ArrayList<Header>();
        for (Map.Entry<String, List<String>> f : info.headers().map().entrySet()) {
            for (String value : f.getValue()) fields.add(new Header(f.getKey(), value));
        }
        brief = info.headers().firstValue("content-length").orElse(ENDLESS).length() <= BRIEF_DIGITS;
        signal(new UpstreamEvent.Answered(info.statusCode(), HeaderMap.of(fields)));
        return body;
    }

    private void signal(UpstreamEvent signal) {
        if (brief) mailbox.putQuietly(number, signal);
        else mailbox.put(number, signal);
    }

    /// Puts the call's last event; the JDK may report one failure twice.
    private void last(UpstreamEvent signal) {
        if (!over.compareAndSet(false, true)) return;
        mailbox.put(number, signal);
        if (route != null) route.passage().close();
    }

    /// So many reads have been consumed: the same number is requested from the provider.
    public void consumed(int reads) {
        body.request(reads);
    }

    /// Cancels the call and closes its connection, unless the call has ended.
    public void cancel() {
        mailbox.expect(0);
        body.cancel();
        answer.cancel(true);
        if (route != null) route.passage().close();
    }

    private final class Body implements HttpResponse.BodySubscriber<Void> {
        private volatile Flow.Subscription subscription;
        private volatile boolean cancelled;
        private volatile boolean begun;

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            begun = true;
            subscription = s;
            if (cancelled) s.cancel();
            else s.request(AHEAD);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            signal(new UpstreamEvent.Bytes(buffers, 1));
        }

        @Override
        public void onError(Throwable error) {
            last(new UpstreamEvent.Broken(CallFailures.of(CallFailures.cause(error), true, route.target())));
        }

        @Override
        public void onComplete() {
            last(new UpstreamEvent.Ended());
        }

        void request(long n) {
            if (subscription != null) subscription.request(n);
        }

        void cancel() {
            cancelled = true;
            if (subscription != null) subscription.cancel();
        }
    }
}
