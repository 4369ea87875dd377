package llmrouter.admission;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

/// What the front door decides about a request.
///
/// @param fields header fields that the answer carries, whatever the answer is
public record Admission(List<Header> fields, Decision decision) {
    /// What to do with the request.
    public sealed interface Decision {}

    /// Answer with this error, in the format of the client ([Arrival#refusal]).
    public record Refuse(ApiError error) implements Decision {}

    /// Send this answer, which needs nothing but the configuration.
    ///
    /// @param headers in addition to [#fields]
    /// @param body    empty for an answer without a body
    public record Reply(int status, HeaderMap headers, String body) implements Decision {}

    /// Answer with the gateway's status as JSON.
    public record ShowStatus() implements Decision {}

    /// Answer with the metrics.
    public record ShowMetrics() implements Decision {}

    /// Answer with the status page for a browser.
    public record ShowPage() implements Decision {}

    /// Answer with the page that asks a browser for the key: 401.
    public record AskForKey(boolean locked) implements Decision {}

    /// Read the body and serve the endpoint; it speaks a client format, and the method is right.
    ///
    /// @param client what the client may ask for
    public record Serve(Endpoint endpoint, ClientAccess client) implements Decision {}
}
