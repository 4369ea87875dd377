package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.Route;

/// What happened to a request, for the log and the metrics. It holds no content and no key.
///
/// @param client    the client's format, or null if it was never known
/// @param requested the model as the client named it; empty if it named none
/// @param streamed  whether the client asked for a stream
/// @param way       what the name was resolved to, or null if it never was
/// @param candidate `provider/model` of the candidate that answered, or null
/// @param status    the HTTP status sent to the client: 200 for a stream, whatever its end; 499 if the client
///                  disconnected before
/// @param end       how the request ended
/// @param skipped   the candidates that were skipped, and why
/// @param usage     or null if the provider did not say
/// @param key       name of the client's key; null for the master key and without a key
public record Summary(String requestId, Format client, String requested, boolean streamed, Way way, String candidate,
        int status, RequestEnd end, List<Attempt> attempts, List<Skip> skipped, Usage usage, Notes notes, Took took,
        String key) {

    /// What a model name was resolved to.
    ///
    /// @param ref      an alias id, or `provider/model`
    /// @param strategy the strategy's name in the configuration
    /// @param reason   why the name was resolved to it
    public record Way(boolean alias, String ref, String strategy, Route.Reason reason) {}

    /// One upstream call, for logs and headers.
    ///
    /// @param candidate `provider/model`
    /// @param status    HTTP status, or 0 if there was none
    /// @param end       how it ended
    /// @param number    counts the attempts on this candidate, from 1
    /// @param ms        from the call to its end
    /// @param fix       how a key that the provider refused is corrected, clauses without a period; else null
    /// @param asked     the address that was asked, if the provider's status is about the address; else null
    public record Attempt(String candidate, int status, RequestEnd end, int number, long ms, String fix,
            String asked) {
        /// As the debugging headers and the log show it: `provider/model:503/temporary_error#1`.
        @Override
        public String toString() {
            return candidate + ":" + (status == 0 ? "-" : status) + "/" + end.word() + "#" + number;
        }
    }

    /// What else is to be said of the answer.
    ///
    /// @param losses   what the translation lost, possibly empty
    /// @param warnings events of a stream that were skipped and the like
    /// @param told     what may be logged of the error that the client has got: words of the gateway, never of a
    ///                 provider; empty if it has got none
    public record Notes(String losses, List<String> warnings, String told) {
        /// Nothing.
        public static final Notes NONE = new Notes("", List.of(), "");
    }

    /// How long things took, in milliseconds since the request was there; -1 for what did not happen.
    ///
    /// @param totalMs      until the client had everything
    /// @param firstByteMs  until the provider that was called last began to answer
    /// @param firstEventMs until a stream's first event with content
    public record Took(long totalMs, long firstByteMs, long firstEventMs) {}

    /// A request that was refused before it could be read.
    ///
    /// @param client what the endpoint suggests, or null
    /// @param end    `INVALID_REQUEST`, or `REFUSED` by the front door
    /// @param key    name of the client's key, or null
    public static Summary refused(String requestId, Format client, ApiError error, RequestEnd end, String key) {
        return new Summary(requestId, client, "", false, null, null, error.status(), end, List.of(), List.of(), null,
            new Notes("", List.of(), Failure.told(error)), new Took(0, -1, -1), key);
    }

    /// A request whose client disconnected before it had sent it.
    ///
    /// @param client what the endpoint suggests, or null
    /// @param key    name of the client's key, or null
    public static Summary unsent(String requestId, Format client, String key) {
        return new Summary(requestId, client, "", false, null, null, 499, RequestEnd.CLIENT_GONE, List.of(), List.of(),
            null, Notes.NONE, new Took(0, -1, -1), key);
    }

    /// A request that was refused before it had a route.
    static Summary refused(ClientRequest request, int status, String told, Took took) {
        return new Summary(request.id(), request.format(), RoutedRequest.modelIn(request.body()), false, null, null,
            status, RequestEnd.INVALID_REQUEST, List.of(), List.of(), null, new Notes("", List.of(), told), took,
            request.client().name());
    }

    /// What the translation lost; empty if nothing.
    public String losses() {
        return notes.losses;
    }

    /// Events of a stream that were skipped and the like.
    public List<String> warnings() {
        return notes.warnings;
    }

    /// What may be logged of the error that the client has got; empty if it has got none.
    public String told() {
        return notes.told;
    }
}
