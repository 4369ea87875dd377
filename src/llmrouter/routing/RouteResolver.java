package llmrouter.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Config;
import llmrouter.config.Decimal;
import llmrouter.config.Format;
import llmrouter.config.KnownNames;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.routing.Route.Reason;
import llmrouter.routing.Route.Weighted;
import llmrouter.text.NearestReference;
import llmrouter.text.Ws;

/// Resolves a model name against one configuration. Immutable and thread-safe.
///
/// An alias id, or `alias:<id>`, means the alias, whose targets may be aliases again. `provider/model` is a direct
/// route with the model's fallbacks behind it. A blank name means the default model. Three other names have a meaning
/// unless an alias or a model is called so: `smart` and `default` mean the default model, and [#REVIEW_MODEL] means
/// what the same session asked for last. What answers all other names is said by [Config#unknownModels].
///
/// Names of Claude Code's are read as they are meant, unless they are configured as they are spelled: `[1m]` at the end
/// asks for a large context window and leaks into some requests, and [#DISCOVERED] stands before the names in the list
/// that its model menu reads.
public final class RouteResolver {
    /// The model that Codex asks for when it reviews a command that wants to leave the sandbox. Codex has this name
    /// built in and denies the command if there is no such model (openai/codex#24879).
    public static final String REVIEW_MODEL = "codex-auto-review";

    /// Stands before each name in the list for Claude Code's model menu. The menu shows only ids with `claude` or
    /// `anthropic` in them (strings of Claude Code 2.1.332).
    public static final String DISCOVERED = "claude:";
    /// In lower case.
    private static final String LARGE_CONTEXT = "[1m]";
    /// So many routes of aliases are kept; then the list begins anew, so that the memory they take is bounded.
    private static final int MOST_KEPT = 100;

    private final Config config;
    private final OfferedModels offered;
    private final SessionModels.Memory memory;
    private final KeptRoutes kept;

    public RouteResolver(Config config) {
        this(config, OfferedModels.NONE);
    }

    /// @param offered the models of providers that pass their models through, as far as they are known
    public RouteResolver(Config config, OfferedModels offered) {
        this.config = config;
        this.offered = offered;
        this.memory = SessionModels.Memory.NONE;
        this.kept = new KeptRoutes();
    }

    private RouteResolver(RouteResolver same, SessionModels.Memory memory) {
        this.config = same.config;
        this.offered = same.offered;
        this.memory = memory;
        this.kept = same.kept;
    }

    /// The same, for the requests of sessions that are remembered.
    public RouteResolver with(SessionModels.Memory sessions) {
        return new RouteResolver(this, sessions);
    }

    /// A name's route, or the reason why it has none.
    public sealed interface Resolution {
        record Found(Route route) implements Resolution {}

        /// @param message for the client: what is unknown and what is near
        record Unknown(String message) implements Resolution {}

        /// The request asks for the default model and the configuration has none.
        record Unnamed() implements Resolution {}
    }

    /// As below, for a client whose session is not known.
    public Resolution resolve(String name, Format client) {
        return resolve(name, client, List.of());
    }

    /// The request of a session asks for this route, and gets it.
    ///
    /// @param sessions the names of the session
    public void asked(List<String> sessions, Route route) {
        if (sessions.isEmpty()) return; // the memory has one lock for all requests
        boolean tells = !route.requested().isEmpty() && !route.requested().equals(REVIEW_MODEL);
        if (tells) memory.asked(sessions, route.requested());
    }

    /// @param name     the client's `model`, or null
    /// @param client   the client's format, preferred where a model is served in several
    /// @param sessions the names of the client's session
    public Resolution resolve(String name, Format client, List<String> sessions) {
        String requested = Ws.blank(name) ? "" : Ws.trim(name);
        String meant = isConfigured(requested) ? requested : meant(requested);
        if (meant.equals(requested)) return spelled(requested, client, sessions);
        return switch (spelled(meant, client, sessions)) {
            case Resolution.Found(Route route) -> new Resolution.Found(route.because(requested, route.reason()));
            case Resolution.Unknown unknown -> unknown;
            case Resolution.Unnamed unnamed -> unnamed;
        };
    }

    /// The name without what Claude Code adds to names.
    private static String meant(String requested) {
        String name = requested.startsWith(DISCOVERED) ? requested.substring(DISCOVERED.length()) : requested;
        int end = name.length();
        while (name.regionMatches(true, end - LARGE_CONTEXT.length(), LARGE_CONTEXT, 0, LARGE_CONTEXT.length())) {
            end -= LARGE_CONTEXT.length();
        }
        return end == 0 ? requested : name.substring(0, end);
    }

    private Resolution spelled(String requested, Format client, List<String> sessions) {
        Route route = requested.isEmpty() ? null : named(requested, client);
        if (route != null) return new Resolution.Found(route.because(requested, Reason.NAMED));
        boolean meansDefault = requested.isEmpty() || KnownNames.DEFAULT_MODEL_NAMES.contains(requested);
        if (meansDefault && config.defaultModel() != null) return defaultModel(requested, client);
        if (requested.equals(REVIEW_MODEL)) route = review(client, memory.last(sessions));
        if (route == null) route = forUnknown(requested, client);
        if (route != null) return new Resolution.Found(route);
        return meansDefault ? new Resolution.Unnamed() : new Resolution.Unknown(unknown(requested));
    }

    private Resolution defaultModel(String requested, Format client) {
        Route route = named(config.defaultModel(), client);
        return route == null ? new Resolution.Unknown(unknown(config.defaultModel()))
            : new Resolution.Found(route.because(requested, Reason.DEFAULT_MODEL));
    }

    /// The route of a name that the configuration has itself, or null.
    private Route named(String ref, Format client) {
        Alias alias = config.aliases().get(aliasId(ref));
        if (alias != null) return keptRoute(alias, client);
        boolean special = ref.equals(REVIEW_MODEL) || KnownNames.DEFAULT_MODEL_NAMES.contains(ref);
        return directRoute(special ? modelCalled(ref) : ref, client);
    }

    /// The reference of the first model that is configured with this id, or null.
    private String modelCalled(String id) {
        for (Provider provider : config.providers()) {
            if (provider.enabled() && provider.configuredModel(id) != null) return provider.id() + "/" + id;
        }
        return null;
    }

    private Route review(Format client, String sessionModel) {
        boolean known = sessionModel != null && !sessionModel.equals(REVIEW_MODEL);
        if (known && resolve(sessionModel, client) instanceof Resolution.Found(Route route)) {
            return route.because(REVIEW_MODEL, Reason.REVIEW_BY_SESSION);
        }
        Route route = config.defaultModel() == null ? null : named(config.defaultModel(), client);
        for (String alias : config.aliases().keySet()) {
            if (route == null) route = named(alias, client);
        }
        return route == null ? null : route.because(REVIEW_MODEL, Reason.REVIEW_BY_DEFAULT);
    }

    private Route forUnknown(String requested, Format client) {
        String ref = config.unknownModels();
        if (ref == null || requested.isEmpty() || isConfigured(requested)) return null;
        String every = "/" + Model.EVERY;
        String target = ref.endsWith(every) ? ref.substring(0, ref.length() - 1) + requested : ref;
        Route route = named(target, client);
        return route == null ? null : route.because(requested, Reason.UNKNOWN_MODEL);
    }

    /// Whether the configuration has this name, though it may be disabled. It is not unknown then.
    private boolean isConfigured(String name) {
        if (config.aliases().containsKey(aliasId(name))) return true;
        int slash = name.indexOf('/');
        if (slash < 0) return false;
        for (Provider provider : config.providers()) {
            if (!provider.id().equals(name.substring(0, slash))) continue;
            for (Model model : provider.models()) {
                if (model.id().equals(name.substring(slash + 1))) return true;
            }
        }
        return false;
    }

    private static String aliasId(String ref) {
        return ref.startsWith("alias:") ? ref.substring(6) : ref;
    }

    private Route directRoute(String ref, Format client) {
        Candidate first = ref == null ? null : candidate(ref, client);
        if (first == null) return null;
        List<Weighted> primary = List.of(new Weighted(first, Decimal.ONE));
        var behind = new LinkedHashMap<String, Candidate>();
        for (String other : first.model().fallbackModels()) {
            if (candidate(other, client) instanceof Candidate c) behind.putIfAbsent(c.ref(), c);
        }
        behind.remove(first.ref());
        List<Candidate> fallback = List.copyOf(behind.values());
        return new Route(ref, Reason.NAMED, first.ref(), false, Strategy.ORDERED, primary, fallback);
    }

    /// Routes of aliases, which earlier requests have asked for. Thread-safe: what two threads make at the same time is
    /// equal, and either may be kept.
    private static final class KeptRoutes {
        private volatile Map<AliasKey, Route> routes = Map.of();
    }

    private record AliasKey(String alias, Format client) {}

    /// The route of an alias, or null. It is made once, because a route to many targets costs more than all else here.
    private Route keptRoute(Alias alias, Format client) {
        Map<AliasKey, Route> before = kept.routes;
        var key = new AliasKey(alias.id(), client);
        if (before.get(key) instanceof Route known) return known;
        Route made = aliasRoute(alias, client);
        if (made == null) return null;
        var more = before.size() < MOST_KEPT ? new HashMap<>(before) : new HashMap<AliasKey, Route>();
        more.put(key, made);
        kept.routes = more;
        return made;
    }

    private Route aliasRoute(Alias alias, Format client) {
        var front = Tier.of(alias);
        var behind = Tier.of(alias);
        expand(alias.targets(), client, -1, front, behind);
        expand(alias.fallbackTargets(), client, -1, behind, behind);
        List<Weighted> primary = front.candidates();
        var fallback = new ArrayList<Candidate>();
        for (Weighted w : behind.candidates()) {
            if (!front.refs().contains(w.candidate().ref())) fallback.add(w.candidate());
        }
        if (primary.isEmpty()) {
            for (Candidate c : fallback) primary.add(new Weighted(c, Decimal.ONE));
            fallback.clear();
        }
        if (primary.isEmpty()) return null;
        List<Candidate> last = List.copyOf(fallback);
        return new Route(alias.id(), Reason.NAMED, alias.id(), true, alias.strategy(), List.copyOf(primary), last);
    }

    /// A tier in the making. Each candidate is in it once.
    ///
    /// @param refs     of its candidates
    /// @param expanded aliases that are in it; once is enough, so that neither circles nor nesting cost anything
    private record Tier(List<Weighted> candidates, Set<String> refs, Set<String> expanded) {
        static Tier of(Alias alias) {
            return new Tier(new ArrayList<>(), new HashSet<>(), new HashSet<>(Set.of(alias.id())));
        }

        void add(Candidate c, long weight) {
            if (refs.add(c.ref())) candidates.add(new Weighted(c, weight));
        }
    }

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
            } else if (candidate(target.ref(), client) instanceof Candidate c) {
                into.add(c, weight);
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

    /// The enabled model that `provider/model` names, in the format that suits the client and the model.
    private Candidate candidate(String ref, Format client) {
        int slash = ref.indexOf('/');
        if (slash < 0) return null;
        Provider provider = config.provider(ref.substring(0, slash));
        Model model = provider == null ? null : provider.model(ref.substring(slash + 1));
        if (model == null) return null;
        model = offered.completed(provider, model);
        List<Format> formats = model.formats().isEmpty() ? provider.formats() : model.formats();
        Format format = Format.of(client, formats, model.id());
        return format == null ? null : new Candidate(provider, model, format);
    }

    /// The models that a provider offers by its own list, without those that are configured; none if it is not known.
    public List<OfferedModels.Offer> offered(Provider provider) {
        return offered.of(provider);
    }

    /// What a client is told about a name that has no route.
    public String unknown(String requested) {
        String shown = shown(requested);
        if (isConfigured(requested) && requested.endsWith("/" + Model.EVERY)) {
            return "'" + shown + "' stands for every model of its provider. Name one of them, as "
                + shown.substring(0, shown.length() - 1) + "MODEL.";
        }
        List<String> near = NearestReference.of(requested, names(), 3);
        String tail = near.isEmpty() ? "GET /v1/models lists the models."
            : "Did you mean " + String.join(", ", near) + "?";
        return "The model '" + shown + "' does not exist. " + tail;
    }

    /// Every name that clients can ask for, as far as the names are known; `provider/*` where any may be asked for.
    private List<String> names() {
        var names = new ArrayList<String>(config.aliases().keySet());
        for (Provider p : config.providers()) {
            if (!p.enabled()) continue;
            for (Model m : p.models()) {
                if (m.enabled()) names.add(p.id() + "/" + m.id());
            }
            for (OfferedModels.Offer offer : offered.of(p)) names.add(p.id() + "/" + offer.id());
        }
        return names;
    }

    private static String shown(String requested) {
        int cut = Math.min(requested.length(), 100);
        if (cut < requested.length() && Character.isHighSurrogate(requested.charAt(cut - 1))) cut--;
        return cut < requested.length() ? requested.substring(0, cut) + "…" : requested;
    }
}
