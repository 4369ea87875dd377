package llmrouter.gateway.request;

import llmrouter.http.HeaderMap;

/// A request to a provider, ready to send. It holds the provider's key: never log it.
///
/// @param url       absolute, http or https
/// @param body      to post; null for a GET request
/// @param connectMs time limit for the TCP and TLS connection; 0 = none
public record UpstreamRequest(String url, HeaderMap headers, String body, long connectMs) {
    /// Only the method and the URL, because headers and body are secret.
    @Override
    public String toString() {
        return (body == null ? "GET " : "POST ") + url;
    }
}
