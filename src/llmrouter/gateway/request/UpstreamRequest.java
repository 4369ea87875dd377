package llmrouter.gateway.request;

import llmrouter.config.network.ProviderNetwork;
import llmrouter.http.HeaderMap;
import llmrouter.json.JsonPieces;

/// A request to a provider, ready to send. It holds the provider's key: never log it.
///
/// @param url       absolute, http or https
/// @param connectMs time limit for the TCP and TLS connection; 0 = none
/// @param network   the provider's proxy and client certificate
/// @param content   to post; null for a GET request
public record UpstreamRequest(String url, HeaderMap headers, long connectMs, ProviderNetwork network,
        JsonPieces content) {
    /// @param body to post, or null
    public UpstreamRequest(String url, HeaderMap headers, String body, long connectMs, ProviderNetwork network) {
        this(url, headers, connectMs, network, body == null ? null : JsonPieces.of(body));
    }

    /// A request of a provider that says nothing about its connections.
    public UpstreamRequest(String url, HeaderMap headers, String body, long connectMs) {
        this(url, headers, body, connectMs, ProviderNetwork.USUAL);
    }

    /// The content as one text, which is made anew by each call; null for a GET request.
    public String body() {
        return content == null ? null : content.text();
    }

    /// Only the method and the URL, because headers and body are secret.
    @Override
    public String toString() {
        return (content == null ? "GET " : "POST ") + url;
    }
}
