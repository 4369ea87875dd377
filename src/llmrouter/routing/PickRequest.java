package llmrouter.routing;

import java.util.List;
import java.util.Set;

import llmrouter.config.Alias.Strategy;

/// "Who takes this attempt?" The answer reserves what it promises.
///
/// @param route    whose turn is kept: the alias id or the direct reference
/// @param choices  primary tier first, in the order of the configuration
/// @param primary  how many of them are primary
/// @param barred   indices that are out for this request: tried already, or too small
/// @param only     the index that is to be asked again, or -1
/// @param affinity key of the conversation, or null
/// @param tokens   estimate to reserve
/// @param signatures hashes of the signed thinking that the request replays
public record PickRequest(String route, Strategy strategy, List<Choice> choices, int primary, Set<Integer> barred, int only, String affinity,
        long tokens, List<String> signatures) {

    /// The same question after these have been tried.
    public PickRequest without(Set<Integer> tried) {
        return new PickRequest(route, strategy, choices, primary, Set.copyOf(tried), only, affinity, tokens, signatures);
    }
}
