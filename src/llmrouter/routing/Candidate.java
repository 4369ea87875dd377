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

    /// Id of the provider in a candidate's name; empty if the text is no such name.
    public static String providerOf(String ref) {
        return ref.substring(0, Math.max(0, ref.indexOf('/')));
    }
}
