package llmrouter.gateway;

import llmrouter.config.Secret.InlineSecret;
import llmrouter.routing.Candidate;

/// Finds the gateway's own key in what a provider says: some quote it in their errors, and clients must never see it.
final class SecretLeak {
    private SecretLeak() {}

    static boolean in(String text, Candidate candidate) {
        return candidate.provider().apiKey() instanceof InlineSecret key && !key.value().isEmpty() && text.contains(key.value());
    }
}
