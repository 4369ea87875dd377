package llmrouter.worker;

import llmrouter.admission.Arrival;
import llmrouter.http.HeaderMap;
import llmrouter.http.RequestTarget;

/// A request's header as the platform hands it over.
///
/// @param target  path and query
/// @param address of the client, as the platform has seen it; empty if it says none
public record HostedHead(String method, String target, HeaderMap headers, String address) {
    /// The platform ends the client's connection, so its version says nothing about what the Worker gets.
    private static final String VERSION = "HTTP/1.1";

    Arrival arrival(String id) {
        return new Arrival(id, method, RequestTarget.parse(target), VERSION, headers,
            new Arrival.Peer(address, false, false));
    }
}
