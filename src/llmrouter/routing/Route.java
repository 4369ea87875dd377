package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Decimal;
import llmrouter.config.Format;
import llmrouter.routing.Choice.Cap;

/// What a client's model name resolves to. Balancing happens inside `primary`; every fallback comes after all of it.
///
/// @param requested the name as the client sent it
/// @param ref       what it resolves to: `provider/model` or an alias id
/// @param alias     whether `ref` is an alias
/// @param strategy  how the primary tier is ordered
/// @param primary   at least one candidate
public record Route(String requested, String ref, boolean alias, Strategy strategy, List<Weighted> primary,
        List<Candidate> fallback) {

    /// A primary candidate.
    ///
    /// @param weight in millionths, relative to its tier
    public record Weighted(Candidate candidate, long weight) {}

    /// All candidates, primaries first.
    public List<Candidate> candidates() {
        var all = new ArrayList<Candidate>();
        for (Weighted w : primary) all.add(w.candidate());
        all.addAll(fallback);
        return List.copyOf(all);
    }

    /// The same route with only the candidates that are served in a format. If no primary is, the fallbacks take their
    /// place; null if no candidate is.
    public Route only(Format format) {
        return only(candidate -> candidate.format() == format);
    }

    /// The same route without the candidates of providers that are left out; null if no candidate remains.
    public Route available() {
        return leftOut().isEmpty() ? this : only(candidate -> candidate.provider().leftOut() == null);
    }

    /// The candidates of providers that are left out.
    public List<Candidate> leftOut() {
        return candidates().stream().filter(candidate -> candidate.provider().leftOut() != null).toList();
    }

    private Route only(Predicate<Candidate> wanted) {
        var first = new ArrayList<>(primary);
        var behind = new ArrayList<>(fallback);
        first.removeIf(w -> !wanted.test(w.candidate()));
        behind.removeIf(c -> !wanted.test(c));
        if (first.isEmpty()) {
            for (Candidate c : behind) first.add(new Weighted(c, Decimal.ONE));
            behind.clear();
        }
        return first.isEmpty() ? null
            : new Route(requested, ref, alias, strategy, List.copyOf(first), List.copyOf(behind));
    }

    /// All candidates as a [PickRequest] needs them, in the same order.
    public List<Choice> choices() {
        return choices(true);
    }

    /// As [#choices] without caps, for a request that does not count against them.
    public List<Choice> uncapped() {
        return choices(false);
    }

    private List<Choice> choices(boolean capped) {
        var all = new ArrayList<Choice>();
        for (Weighted w : primary) all.add(choice(w.candidate(), w.weight(), capped));
        for (Candidate c : fallback) all.add(choice(c, Decimal.ONE, capped));
        return List.copyOf(all);
    }

    private static Choice choice(Candidate c, long weight, boolean capped) {
        return new Choice(c.ref(), weight, capped ? caps(c) : List.of(), c.provider().fingerprint());
    }

    private static List<Cap> caps(Candidate c) {
        var caps = new ArrayList<Cap>();
        for (Bucket b : c.provider().rateLimits()) {
            if (!b.models().isEmpty() && !b.models().contains(c.model().id())) continue;
            caps.add(Cap.of(c.provider().id(), b));
        }
        return List.copyOf(caps);
    }
}
