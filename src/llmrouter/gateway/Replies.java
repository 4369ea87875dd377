package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.protocol.Protocol;
import llmrouter.routing.FailureClass;

/// The heads and bodies of what a client is told, in its own format.
final class Replies {
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private final String requestId;
    private final Format format;

    /// @param format null where it is not known yet
    Replies(String requestId, Format format) {
        this.requestId = requestId;
        this.format = format == null ? Format.DEFAULT : format;
    }

    /// A request that no candidate was asked about.
    Action.Reply refusal(ApiError error) {
        return failure(Failure.ours(FailureClass.INVALID_REQUEST, error), List.of());
    }

    /// The failure that counts, as the provider said it where the formats agree.
    Action.Reply failure(Failure failure, List<Header> record) {
        List<Header> head = ClientHeaders.of(JSON, requestId, format, failure.headers());
        ClientHeaders.route(head, failure.candidate(), "");
        if (!failure.curable() && failure.headers().get("x-should-retry") == null) head.add(new Header("x-should-retry", "false"));
        head.addAll(record);
        String body = failure.bodyFor(format);
        return new Action.Reply(failure.error().status(), HeaderMap.of(head), body != null ? body : Protocol.of(format).writeError(failure.error(), requestId), false);
    }

    /// The text that ends a stream with an error.
    ///
    /// @param told how many events the client has had
    String errorEvent(ApiError error, long told) {
        return Protocol.of(format).writeStreamError(error, requestId, told);
    }

    Action.Reply answer(PreparedRequest prepared, HeaderMap upstream, String body, List<Header> record) {
        return new Action.Reply(200, answerHead(JSON, prepared, upstream, record), body, prepared.verbatim());
    }

    HeaderMap streamHead(PreparedRequest prepared, HeaderMap upstream, List<Header> record) {
        return answerHead(EVENT_STREAM, prepared, upstream, record);
    }

    private HeaderMap answerHead(String type, PreparedRequest prepared, HeaderMap upstream, List<Header> record) {
        List<Header> head = ClientHeaders.of(type, requestId, format, upstream);
        if (type.equals(EVENT_STREAM)) ClientHeaders.forStream(head);
        ClientHeaders.route(head, prepared.candidate().ref(), prepared.losses().line());
        head.addAll(record);
        return HeaderMap.of(head);
    }

    /// The head of a stream that must open before anybody has answered.
    HeaderMap earlyHead() {
        var head = new ArrayList<Header>(ClientHeaders.of(EVENT_STREAM, requestId, format, HeaderMap.EMPTY));
        ClientHeaders.forStream(head);
        return HeaderMap.of(head);
    }

    String heartbeat(boolean begun) {
        return Protocol.of(format).heartbeat(begun);
    }

    /// @param scale of the model's own counts against the estimate, see [TokenEstimate]
    Action.Reply estimate(String body, long scale) {
        List<Header> head = ClientHeaders.of(JSON, requestId, format, HeaderMap.EMPTY);
        head.add(new Header("x-llm-router-estimated", "true"));
        long tokens = TokenEstimate.of((Json.Obj) Json.parse(body), scale);
        return new Action.Reply(200, HeaderMap.of(head), Json.object().put(Protocol.of(format).tokenCountField(), tokens).toString(), false);
    }
}
