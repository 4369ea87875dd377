package llmrouter.gateway;

import java.util.List;
import java.util.function.Supplier;

import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.request.ClientHeaders;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.routing.FailureClass;
import llmrouter.routing.TokenEstimate;

/// Writes what the client is sent, in its own format: heads, bodies and the text that ends a stream. Knows whether the
/// head of the client's stream has been sent. One exchange, one owner.
public final class Replies {
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private final String requestId;
    private final long epochSeconds;
    private final Format format;
    private final Supplier<List<Header>> routeRecord;
    private boolean streamOpened;
    private String told = "";

    private Replies(ClientRequest request, Supplier<List<Header>> routeRecord) {
        this.requestId = request.id();
        this.epochSeconds = request.epochSeconds();
        this.format = request.format() == null ? Format.DEFAULT : request.format();
        this.routeRecord = routeRecord;
    }

    /// To a request that has no route yet.
    static Replies unrouted(ClientRequest request) {
        return new Replies(request, List::of);
    }

    /// To a request that has a route.
    static Replies routed(RoutedRequest routed, ExchangePolicy policy) {
        return new Replies(routed.request(), () -> RouteRecord.headers(routed.plan(), policy));
    }

    /// The request is refused before any candidate is called.
    Action.Reply refusal(ApiError error) {
        return failure(Failure.ours(FailureClass.INVALID_REQUEST, error));
    }

    /// The failure that counts, in the provider's own words where the formats agree.
    Action.Reply failure(Failure failure) {
        told = failure.toldTo(format);
        List<Header> head = ClientHeaders.of(JSON, requestId, format, failure.headers(), failure.retryAfterMs());
        head.add(new Header(ClientHeaders.ERROR, code(failure)));
        ClientHeaders.route(head, failure.candidate(), "");
        boolean providerSays = failure.headers().get("x-should-retry") != null;
        if (!failure.curable() && !providerSays) head.add(new Header("x-should-retry", "false"));
        head.addAll(routeRecord.get());
        String own = failure.bodyFor(format);
        String body = own != null ? own : Protocol.of(format).writeError(failure.error(), requestId);
        return new Action.Reply(failure.error().status(), HeaderMap.of(head), body, false);
    }

    /// What happened, as a code of the error catalogue. A provider's own code is none of them.
    private static String code(Failure failure) {
        String code = failure.candidate() == null ? OpenAiError.code(failure.error()) : null;
        return code == null ? failure.category().word() : code;
    }

    /// The text of a stream that has nothing but an error.
    public String errorEvent(Failure failure) {
        told = failure.told();
        return errorEvent(failure.error(), 0);
    }

    /// The text that ends a stream with an error.
    ///
    /// @param eventsSent how many events the client has had
    public String errorEvent(ApiError error, long eventsSent) {
        return Protocol.of(format).writeStreamError(error, requestId, eventsSent);
    }

    /// The stream ends with an error.
    ///
    /// @param words what may be logged of it
    void tell(String words) {
        told = words;
    }

    /// What may be logged of the error that the client has got; empty if it has got none.
    String told() {
        return told;
    }

    /// The whole answer.
    Action.Reply answer(RunningAttempt attempt, String body) {
        return new Action.Reply(200, answerHead(JSON, attempt), body, attempt.verbatim());
    }

    /// Whether the head of the client's stream has been sent.
    boolean streamOpened() {
        return streamOpened;
    }

    /// The head of the client's stream, or null if it has been sent.
    ///
    /// @param attempt whose answer follows
    HeaderMap openStream(RunningAttempt attempt) {
        if (streamOpened) return null;
        streamOpened = true;
        return answerHead(EVENT_STREAM, attempt);
    }

    /// The same before it is known which candidate will answer.
    HeaderMap openStreamEarly() {
        if (streamOpened) return null;
        streamOpened = true;
        List<Header> head = head(EVENT_STREAM, HeaderMap.EMPTY);
        ClientHeaders.forStream(head);
        return HeaderMap.of(head);
    }

    private List<Header> head(String type, HeaderMap upstream) {
        return ClientHeaders.of(type, requestId, format, upstream, RetryAfter.ms(upstream, epochSeconds));
    }

    private HeaderMap answerHead(String type, RunningAttempt attempt) {
        List<Header> head = head(type, attempt.headers());
        if (type.equals(EVENT_STREAM)) ClientHeaders.forStream(head);
        ClientHeaders.route(head, attempt.candidate().ref(), attempt.prepared().losses().line());
        head.addAll(routeRecord.get());
        return HeaderMap.of(head);
    }

    /// A sign of life for a client that has heard nothing for a while.
    ///
    /// @param begun the attempt whose content the client has begun to get; null before that
    Action.Relay heartbeat(RunningAttempt begun, long waitMs) {
        HeaderMap open = begun == null ? openStreamEarly() : openStream(begun);
        return new Action.Relay(open, Protocol.of(format).heartbeat(begun != null), false, waitMs);
    }

    /// The estimate of a request's tokens, marked as such.
    ///
    /// @param scale tokens that the model counts where a thousand are estimated, or 0 if that is not known
    Action.Reply estimate(String body, long scale) {
        List<Header> head = head(JSON, HeaderMap.EMPTY);
        head.add(new Header("x-llm-router-estimated", "true"));
        long tokens = TokenEstimate.of((Json.Obj) Json.parse(body), scale);
        String count = Json.object().put(Protocol.of(format).tokenCountField(), tokens).toString();
        return new Action.Reply(200, HeaderMap.of(head), count, false);
    }
}
