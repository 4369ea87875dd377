package llmrouter.routing;

import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;

/// One provider and model that can serve a request, in one wire format.
public record Candidate(Provider provider, Model model, Format format) {
    /// `provider/model`, the name in logs, headers and state.
    public String ref() {
        return provider.id() + "/" + model.id();
    }
}
