package llmrouter.probe;

import java.util.Set;

import llmrouter.config.Auth;

/// One request of a probe.
sealed interface ProbeCall {
    /// A name that no provider has for a model.
    String NO_MODEL = "llm-router-probe-no-such-model";

    ProbePlace place();

    Auth auth();

    /// Asks for the list of models, which costs nothing.
    ///
    /// @param after the id after which the page begins; null for the first page
    record ListCall(ProbePlace place, Auth auth, String after) implements ProbeCall {}

    /// Asks a model for an answer of few tokens. With [#NO_MODEL] it costs nothing, because the provider refuses it.
    ///
    /// @param learned fields that were refused before, see [llmrouter.protocol.Target#learned]
    record AnswerCall(ProbePlace place, Auth auth, String model, Set<String> learned) implements ProbeCall {
        boolean ofNoModel() {
            return model.equals(NO_MODEL);
        }
    }
}
