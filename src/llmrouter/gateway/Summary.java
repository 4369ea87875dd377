package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.RequestEnd;

/// What happened to a request, for the log. It holds no content and no key.
///
/// @param client    the format the client speaks, or null if that never became clear
/// @param requested the model as the client named it; empty if it named none
/// @param way       what the name was resolved to, or null if it never was
/// @param candidate who answered, or null
/// @param status    what the client was told first (200 for a stream, whatever its end)
/// @param end       how the request ended
/// @param skipped   who was passed over, and why
/// @param usage     or null if the provider did not say
/// @param losses    the ledger's line, possibly empty
/// @param warnings  events that were skipped and the like
public record Summary(String requestId, Format client, String requested, boolean streamed, Way way, String candidate, int status, RequestEnd end,
        List<Attempt> attempts, List<Skip> skipped, Usage usage, String losses, List<String> warnings, Took took) {

    /// What a model name was resolved to.
    ///
    /// @param ref      an alias id, or `provider/model`
    /// @param strategy the word for it
    public record Way(boolean alias, String ref, String strategy) {}

    /// How long things took, in milliseconds since the request was there; -1 for what did not happen.
    ///
    /// @param totalMs      until the client had everything
    /// @param firstByteMs  until the provider that was asked last began to answer
    /// @param firstEventMs until a stream's first meaningful event
    public record Took(long totalMs, long firstByteMs, long firstEventMs) {}

    /// A request that was refused before it could be read.
    ///
    /// @param client what the endpoint suggests, or null
    public static Summary refused(String requestId, Format client, int status) {
        return refused(requestId, client, "", status, new Took(0, -1, -1));
    }

    /// A request that was refused before it had a route.
    ///
    /// @param client    the format, or null if it is not known
    /// @param requested the model as the client named it; empty if it named none
    static Summary refused(String requestId, Format client, String requested, int status, Took took) {
        return new Summary(requestId, client, requested, false, null, null, status, RequestEnd.INVALID_REQUEST, List.of(), List.of(), null, "",
            List.of(), took);
    }
}
