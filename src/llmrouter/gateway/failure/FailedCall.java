package llmrouter.gateway.failure;

import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.routing.Candidate;

/// The call of a provider that a failure is about.
///
/// @param request      of the client
/// @param epochSeconds when the failure came, to which a wait that ends at a moment is compared
public record FailedCall(Candidate candidate, ClientRequest request, long epochSeconds) {
    /// What no error of the call may show.
    SecretWords secrets() {
        return request.secrets();
    }

    /// A call of which only the beginning of the request is known.
    public static FailedCall of(Candidate candidate, ClientRequest request) {
        return new FailedCall(candidate, request, request.epochSeconds());
    }
}
