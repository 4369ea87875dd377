package llmrouter.routing;

import java.util.List;

import llmrouter.config.Alias.Strategy;

/// What a client's model name resolves to. Balancing happens inside `primary`; every fallback comes after all of it.
///
/// @param requested the name as the client sent it
/// @param ref       what it means: `provider/model` or an alias id
/// @param alias     whether `ref` is an alias
/// @param strategy  how the primary tier is ordered
/// @param primary   at least one candidate
public record Route(String requested, String ref, boolean alias, Strategy strategy, List<Weighted> primary, List<Candidate> fallback) {

    /// @param weight source text of a positive number, relative to its tier
    public record Weighted(Candidate candidate, String weight) {}
}
