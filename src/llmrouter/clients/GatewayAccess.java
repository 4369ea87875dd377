package llmrouter.clients;

/// What a client must know to use a gateway.
///
/// @param url   of the gateway, without a path and without a slash at the end
/// @param key   the client key, or a word that stands for it; null if the gateway asks for none
/// @param model a name that the gateway knows: an alias, or `provider/model`
public record GatewayAccess(String url, String key, String model) {

    /// A key for clients that refuse to start without one.
    public String keyOrPlaceholder() {
        return key == null ? "none-needed" : key;
    }

    /// The base URL of clients that add `/chat/completions` or `/responses` themselves.
    public String openAiUrl() {
        return url + "/v1";
    }
}
