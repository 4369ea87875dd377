package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Decimal;
import llmrouter.config.Format;
import llmrouter.routing.Choice.Cap;

/// What a client's model name resolves to. Balancing happens inside `primary`; every fallback comes after all of it.
///
/// @param requested the name as the client sent it
/// @param ref       what it means: `provider/model` or an alias id
/// @param alias     whether `ref` is an alias
/// @param strategy  how the primary tier is ordered
/// @param primary   at least one candidate
public record Route(String requested, String ref, boolean alias, Strategy strategy, List<Weighted> primary, List<Candidate> fallback) {

    /// @param weight in millionths, relative to its tier
    public record Weighted(Candidate candidate, long weight) {}

    /// Everybody, primaries first.
    public List<Candidate> candidates() {
        var all = new ArrayList<Candidate>();
        for (Weighted w : primary) all.add(w.candidate());
        all.addAll(fallback);
        return List.copyOf(all);
    }

    /// The same route for those alone who speak a format. If no primary does, the fallbacks stand in for them; null if
    /// nobody does.
    public Route only(Format format) {
        var first = new ArrayList<>(primary);
        var behind = new ArrayList<>(fallback);
        first.removeIf(w -> w.candidate().format() != format);
        behind.removeIf(c -> c.format() != format);
        if (first.isEmpty()) {
            for (Candidate c : behind) first.add(new Weighted(c, Decimal.ONE));
            behind.clear();
        }
        return first.isEmpty() ? null : new Route(requested, ref, alias, strategy, List.copyOf(first), List.copyOf(behind));
    }

    /// Everybody as the shared state sees them, in the same order.
    public List<Choice> choices() {
        return choices(true);
    }

    /// As [#choices], for a request that is free of charge.
    public List<Choice> uncapped() {
        return choices(false);
    }

    private List<Choice> choices(boolean capped) {
        var all = new ArrayList<Choice>();
        for (Weighted w : primary) all.add(new Choice(w.candidate().ref(), w.weight(), capped ? caps(w.candidate()) : List.of()));
        for (Candidate c : fallback) all.add(new Choice(c.ref(), Decimal.ONE, capped ? caps(c) : List.of()));
        return List.copyOf(all);
    }

    private static List<Cap> caps(Candidate c) {
        var caps = new ArrayList<Cap>();
        for (Bucket b : c.provider().rateLimits()) {
            if (!b.models().isEmpty() && !b.models().contains(c.model().id())) continue;
            caps.add(new Cap(c.provider().id() + "/" + b.id(), b.requests(), b.tokens(), b.concurrency(), b.window()));
        }
        return List.copyOf(caps);
    }
}
