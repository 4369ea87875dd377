package llmrouter.gateway;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;

/// Requests that are understood and refused before any routing.
final class LoopGuard {
    private LoopGuard() {}

    /// A gateway that finds itself in the list of gateways a request has passed is its own upstream.
    /// @throws GatewayError 508
    static void refuseLoop(ClientRequest request) {
        for (String line : request.headers().values(UpstreamHeaders.VIA)) {
            if (line.contains(request.instance())) {
                throw new GatewayError(new ApiError(508, ApiError.Kind.INVALID_REQUEST,
                    "This gateway is configured as its own provider: the request has come back to where it started. Correct the provider's base URL.",
                    "loop_detected", null));
            }
        }
    }
}
