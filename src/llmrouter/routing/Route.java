package llmrouter.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Decimal;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.routing.Choice.Cap;

/// What a client's model name resolves to. Balancing happens inside `primary`; every fallback comes after all of it.
///
/// @param requested the name as the client sent it; empty if it named no model
/// @param reason    why that name has this route
/// @param ref       what it resolves to: `provider/model` or an alias id
/// @param alias     whether `ref` is an alias
/// @param strategy  how the primary tier is ordered
/// @param primary   at least one candidate
public record Route(String requested, Reason reason, String ref, boolean alias, Strategy strategy,
        List<Weighted> primary, List<Candidate> fallback) {

    /// Why a request has its route.
    public enum Reason {
        /// The requested name means it.
        NAMED("named"),
        /// The request names no model or asks for the default model.
        DEFAULT_MODEL("default-model"),
        /// The requested name is not configured, and the configuration says what answers such names.
        UNKNOWN_MODEL("unknown-model"),
        /// Codex asks for the model that reviews its commands; the session asked for this model last.
        REVIEW_BY_SESSION("review-by-session"),
        /// Codex asks for the model that reviews its commands, and what its session asked for is not known: this is the
        /// default model, or the first alias if there is none.
        REVIEW_BY_DEFAULT("review-by-default");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// As in the log and in headers.
        public String word() {
            return word;
        }

        /// Whether the client named a model that is not configured and gets another one.
        public boolean isSubstitute() {
            return switch (this) {
                case NAMED, DEFAULT_MODEL -> false;
                case UNKNOWN_MODEL, REVIEW_BY_SESSION, REVIEW_BY_DEFAULT -> true;
            };
        }

        /// The reason with this word, or null.
        public static Reason parse(String word) {
            for (Reason reason : values()) {
                if (reason.word.equals(word)) return reason;
            }
            return null;
        }
    }

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
        return hasLeftOut() ? only(candidate -> candidate.provider().leftOut() == null) : this;
    }

    /// As [#available], but the same route if no candidate remains.
    public Route availableOrSelf() {
        Route available = available();
        return available == null ? this : available;
    }

    /// The candidates of providers that are left out.
    public List<Candidate> leftOut() {
        if (!hasLeftOut()) return List.of();
        return candidates().stream().filter(candidate -> candidate.provider().leftOut() != null).toList();
    }

    /// Asked for every request, so it makes no list.
    private boolean hasLeftOut() {
        for (Weighted w : primary) {
            if (w.candidate().provider().leftOut() != null) return true;
        }
        for (Candidate c : fallback) {
            if (c.provider().leftOut() != null) return true;
        }
        return false;
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
            : new Route(requested, reason, ref, alias, strategy, List.copyOf(first), List.copyOf(behind));
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

    /// The route to a single candidate.
    public static Route direct(Candidate candidate) {
        return new Route(candidate.ref(), Reason.NAMED, candidate.ref(), false, Strategy.ORDERED,
            List.of(new Weighted(candidate, Decimal.ONE)), List.of());
    }

    /// The same route for another name and reason.
    Route because(String name, Reason why) {
        return new Route(name, why, ref, alias, strategy, primary, fallback);
    }

    private static List<Cap> caps(Candidate c) {
        var caps = new ArrayList<Cap>();
        for (Bucket b : c.provider().rateLimits()) {
            if (!counts(b, c)) continue;
            caps.add(Cap.of(c.provider().id(), b));
        }
        return List.copyOf(caps);
    }

    private static boolean counts(Bucket cap, Candidate c) {
        String model = c.model().id();
        if (cap.models().isEmpty() || cap.models().contains(model)) return true;
        return cap.models().contains(Model.EVERY) && c.provider().passesThrough(model);
    }
}
