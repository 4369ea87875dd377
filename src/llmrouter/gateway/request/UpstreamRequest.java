package llmrouter.gateway.request;

import llmrouter.config.network.ProviderNetwork;
import llmrouter.http.HeaderMap;

/// A request to a provider, ready to send. It holds the provider's key: never log it.
///
/// @param url       absolute, http or https
/// @param body      to post; null for a GET request
/// @param connectMs time limit for the TCP and TLS connection; 0 = none
/// @param network   the provider's proxy and client certificate
public record UpstreamRequest(String url, HeaderMap headers, String body, long connectMs, ProviderNetwork network) {
    /// A request of a provider that says nothing about its connections.
    public UpstreamRequest(String url, HeaderMap headers, String body, long connectMs) {
        this(url, headers, body, connectMs, ProviderNetwork.USUAL);
    }

    /// Only the method and the URL, because headers and body are secret.
    @Override
    public String toString() {
        return (body == null ? "GET " : "POST ") + url;
    }
}
