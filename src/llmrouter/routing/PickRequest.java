package llmrouter.routing;

import java.util.List;
import java.util.Set;

import llmrouter.config.Alias.Strategy;

/// Asks the shared state for the candidate of one attempt. The answer, a [PickResult], reserves the caps of the
/// candidate that it names.
///
/// @param route      the alias id or the direct reference; round-robin keeps credits for each route
/// @param choices    primary tier first, in the order of the configuration
/// @param primary    how many of them are primary
/// @param barred     indices that are ruled out for this request: tried already, or too small for it
/// @param only       the index of the one candidate that is asked for again, or -1
/// @param affinity   key of the conversation, or null
/// @param tokens     estimate to reserve
/// @param signatures hashes of the signed thinking that the request replays
public record PickRequest(String route, Strategy strategy, List<Choice> choices, int primary, Set<Integer> barred,
        int only, String affinity, long tokens, List<String> signatures) {

    /// Whether the choice with this index may be picked.
    public boolean asksFor(int index) {
        return only >= 0 ? index == only : !barred.contains(index);
    }

    /// The same request with these indices ruled out instead.
    public PickRequest without(Set<Integer> tried) {
        return new PickRequest(route, strategy, choices, primary, Set.copyOf(tried), only, affinity, tokens,
            signatures);
    }
}
