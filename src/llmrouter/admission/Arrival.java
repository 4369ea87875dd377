package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.routing.RequestEnd;

/// A request as it arrived: all of it except its body. Immutable.
///
/// @param requestId the gateway's own id of the request
/// @param version   of HTTP, such as `HTTP/1.1`
public record Arrival(String requestId, String method, RequestTarget target, String version, HeaderMap headers,
        Peer peer) {
    /// Of every 503 of the gateway itself, which is over soon.
    public static final Header RETRY_SOON = new Header("retry-after", "1");
    private static final Header NO_RETRY = new Header("x-should-retry", "false");

    /// The other end of the connection.
    ///
    /// @param address     an IP address, without the zone of an IPv6 address
    /// @param loopback    whether it is a loopback address
    /// @param sameMachine whether it is the address that the client connected to, or a loopback address
    public record Peer(String address, boolean loopback, boolean sameMachine) {}

    /// What the client asks for.
    public Endpoint endpoint() {
        return Endpoint.of(method, target.path());
    }

    /// The format of an error that is found before the request's own format is known.
    public Format errorFormat() {
        return FormatDetector.suggestedBy(headers, Endpoint.withSingleSlashes(target.path()));
    }

    /// The header of the gateway's own answers: the content type, and the request's id under the names that the
    /// vendors' clients read.
    public HeaderMap answerFields(String contentType) {
        return HeaderMap.of(List.of(
            new Header("content-type", contentType),
            new Header("x-llm-router-request-id", requestId),
            new Header("x-request-id", requestId),
            new Header("request-id", requestId)));
    }

    /// The header of a JSON answer.
    public HeaderMap answerFields() {
        return answerFields("application/json");
    }

    /// An error as the client's vendor writes it. A header says in one word of the error catalogue what happened.
    public Admission.Reply refusal(ApiError error) {
        String body = Protocol.of(errorFormat()).writeError(error, requestId);
        String code = OpenAiError.code(error);
        var fields = new ArrayList<>(answerFields().all());
        fields.add(new Header("x-llm-router-error", code == null ? RequestEnd.REFUSED.word() : code));
        return new Admission.Reply(error.status(), HeaderMap.of(fields), body);
    }

    /// An error that ends the request, with what says to clients whether to send it again.
    ///
    /// @param fields gets the fields that the answer carries besides those of [#refusal]
    public Admission.Reply refusal(ApiError error, List<Header> fields) {
        if (error.status() == 503) fields.add(RETRY_SOON);
        if (error.status() < 500) fields.add(NO_RETRY);
        return refusal(error);
    }
}
