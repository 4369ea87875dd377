package llmrouter.state;

import java.util.List;

import llmrouter.gateway.Outcome;
import llmrouter.gateway.Standing;
import llmrouter.routing.Candidate;

/// The shared state as an exchange sees it. Thread-safe; neither call waits for a provider.
public interface StateStore {
    /// What is known of these candidates.
    Standing consult(List<Candidate> candidates);

    void report(Outcome outcome);
}
