package llmrouter.gateway;

import java.util.List;
import java.util.Set;

/// What the shared state says of candidates, in the order they were asked about.
///
/// @param refused for each candidate the request fields it was seen to refuse
public record Standing(List<Set<String>> refused) {
    public Set<String> refused(int candidate) {
        return refused.get(candidate);
    }
}
