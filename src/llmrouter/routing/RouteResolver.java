package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Config;
import llmrouter.config.Decimal;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.routing.Route.Weighted;
import llmrouter.text.NearestName;
import llmrouter.text.Ws;

/// Resolves a model name against one configuration. Immutable and thread-safe.
///
/// A blank name or `smart` means the default model; `provider/model` is a direct route with the model's fallbacks
/// behind it; anything else, or `alias:<id>`, is an alias whose targets may be aliases again.
public final class RouteResolver {
    private final Config config;

    public RouteResolver(Config config) {
        this.config = config;
    }

    /// A name's route, or the reason why it has none.
    public sealed interface Resolution {
        record Found(Route route) implements Resolution {}

        /// @param message for the client: what is unknown and what is near
        record Unknown(String message) implements Resolution {}

        /// The request names no model and the configuration has no default.
        record Unnamed() implements Resolution {}
    }

    /// @param name   the client's `model`, or null
    /// @param client the client's format, preferred where a model is served in several
    public Resolution resolve(String name, Format client) {
        String requested = Ws.blank(name) ? "smart" : Ws.trim(name);
        String ref = requested.equals("smart") && !config.aliases().containsKey("smart") ? config.defaultModel()
            : requested;
        if (ref == null) return new Resolution.Unnamed();
        Alias alias = config.aliases().get(aliasId(ref));
        Route route = alias != null ? aliasRoute(requested, alias, client) : directRoute(requested, ref, client);
        return route != null ? new Resolution.Found(route) : new Resolution.Unknown(unknown(requested));
    }

    private static String aliasId(String ref) {
        return ref.startsWith("alias:") ? ref.substring(6) : ref;
    }

    private Route directRoute(String requested, String ref, Format client) {
        Candidate first = candidate(ref, client);
        if (first == null) return null;
        List<Weighted> primary = List.of(new Weighted(first, Decimal.ONE));
        var fallback = new ArrayList<Candidate>();
        for (String other : first.model().fallbackModels()) add(fallback, candidate(other, client), primary);
        return new Route(requested, first.ref(), false, Strategy.ORDERED, primary, List.copyOf(fallback));
    }

    private Route aliasRoute(String requested, Alias alias, Format client) {
        var front = new Tier(new ArrayList<>(), new HashSet<>(Set.of(alias.id())));
        var behind = new Tier(new ArrayList<>(), new HashSet<>(Set.of(alias.id())));
        expand(alias.targets(), client, -1, front, behind);
        expand(alias.fallbackTargets(), client, -1, behind, behind);
        List<Weighted> primary = front.candidates();
        var fallback = new ArrayList<Candidate>();
        for (Weighted w : behind.candidates()) add(fallback, w.candidate(), primary);
        if (primary.isEmpty()) {
            for (Candidate c : fallback) primary.add(new Weighted(c, Decimal.ONE));
            fallback.clear();
        }
        if (primary.isEmpty()) return null;
        List<Candidate> last = List.copyOf(fallback);
        return new Route(requested, alias.id(), true, alias.strategy(), List.copyOf(primary), last);
    }

    /// A tier in the making.
    ///
    /// @param expanded aliases that are in it; once is enough, so that neither circles nor nesting cost anything
    private record Tier(List<Weighted> candidates, Set<String> expanded) {}

    /// A target that is an alias is replaced by that alias' own targets, which share its weight in proportion to
    /// theirs; its fallback targets stay behind every primary one.
    ///
    /// @param share weight to spread, or -1 if the targets' own weights count
    private void expand(List<AliasTarget> targets, Format client, long share, Tier into, Tier behind) {
        long sum = 0;
        for (AliasTarget target : targets) sum += weight(target);
        for (AliasTarget target : targets) {
            long weight = share < 0 ? weight(target) : Math.max(1, proportion(share, weight(target), sum));
            if (config.aliases().get(aliasId(target.ref())) instanceof Alias inner) {
                if (!into.expanded().add(inner.id())) continue;
                expand(inner.targets(), client, weight, into, behind);
                expand(inner.fallbackTargets(), client, -1, behind, behind);
            } else if (candidate(target.ref(), client) instanceof Candidate c && !holds(into.candidates(), c)) {
                into.candidates().add(new Weighted(c, weight));
            }
        }
    }

    /// `share * part / whole` without overflow. Bits that are cut off are too small to matter for balancing.
    private static long proportion(long share, long part, long whole) {
        while (share > Integer.MAX_VALUE) {
            share >>= 1;
            whole >>= 1;
        }
        while (part > Integer.MAX_VALUE) {
            part >>= 1;
            whole >>= 1;
        }
        return share * part / Math.max(1, whole);
    }

    private static long weight(AliasTarget target) {
        return Math.max(1, Decimal.millionths(target.weight()));
    }

    private static boolean holds(List<Weighted> tier, Candidate c) {
        for (Weighted w : tier) {
            if (w.candidate().ref().equals(c.ref())) return true;
        }
        return false;
    }

    private static void add(List<Candidate> fallback, Candidate c, List<Weighted> primary) {
        if (c == null || holds(primary, c)) return;
        for (Candidate other : fallback) {
            if (other.ref().equals(c.ref())) return;
        }
        fallback.add(c);
    }

    /// The enabled model that `provider/model` names, in the client's format if it is served in it, else in its first
    /// one.
    private Candidate candidate(String ref, Format client) {
        int slash = ref.indexOf('/');
        if (slash < 0) return null;
        Provider provider = config.provider(ref.substring(0, slash));
        Model model = provider == null ? null : provider.model(ref.substring(slash + 1));
        if (model == null) return null;
        List<Format> formats = model.formats().isEmpty() ? provider.formats() : model.formats();
        if (formats.contains(client)) return new Candidate(provider, model, client);
        return formats.isEmpty() ? null : new Candidate(provider, model, formats.getFirst());
    }

    private String unknown(String requested) {
        var names = new ArrayList<String>(config.aliases().keySet());
        for (Provider p : config.providers()) {
            if (!p.enabled()) continue;
            for (Model m : p.models()) {
                if (m.enabled()) names.add(p.id() + "/" + m.id());
            }
        }
        int cut = Math.min(requested.length(), 100);
        if (cut < requested.length() && Character.isHighSurrogate(requested.charAt(cut - 1))) cut--;
        String shown = cut < requested.length() ? requested.substring(0, cut) + "…" : requested;
        List<String> near = NearestName.of(requested, names, 3);
        String tail = near.isEmpty() ? "GET /v1/models lists the models."
            : "Did you mean " + String.join(", ", near) + "?";
        return "The model '" + shown + "' does not exist. " + tail;
    }
}
