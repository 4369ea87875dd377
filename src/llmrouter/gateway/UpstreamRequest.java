package llmrouter.gateway;

import llmrouter.http.HeaderMap;

/// A request to a provider, ready to send. It holds the provider's key: never log it.
///
/// @param url       absolute, http or https
/// @param connectMs for the TCP and TLS connection
public record UpstreamRequest(String url, HeaderMap headers, String body, long connectMs) {
    @Override
    public String toString() {
        return "POST " + url;
    }
}
