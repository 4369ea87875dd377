package llmrouter.protocol.earlier;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.json.JsonScan;

/// A request in which each reference to an earlier answer of the gateway is replaced by what it refers to.
///
/// @param request the same scan if there was nothing to replace
/// @param unheld  why only a provider of the client's own format can take the request: it refers to something that the
///                gateway does not have; null if any provider can take it
/// @param losses  what could not be replaced by what it refers to
/// @param keeper  remembers the answer
public record Recalled(JsonScan request, GatewayError unheld, Losses losses, AnswerKeeper keeper) {
    /// Nothing adds to it.
    private static final Losses NOTHING = new Losses();

    /// A request of a format without references.
    public static Recalled unchanged(JsonScan request) {
        return new Recalled(request, null, NOTHING, AnswerKeeper.NONE);
    }
}
