package llmrouter.clients;

import java.util.List;
import java.util.function.Predicate;

import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.routing.Candidate;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RouteResolver.Resolution;

/// What a client must know to use a gateway.
///
/// @param url           of the gateway, without a path and without a slash at the end
/// @param key           the client key, or a word that stands for it; null if the gateway asks for none
/// @param model         a name that the gateway knows: an alias, or `provider/model`
/// @param smallModel    for small side tasks: a name that the gateway knows
/// @param contextWindow tokens that every candidate of `model` can take
/// @param anthropic     whether every candidate of `model` is one of Anthropic's own
public record GatewayAccess(String url, String key, String model, String smallModel, long contextWindow,
        boolean anthropic) {
    /// The window of a model whose configuration does not say: what most current models have at least.
    public static final long USUAL_WINDOW = 200_000;

    /// An alias with one of these words in its id is taken to be meant for small tasks, the first word first.
    private static final List<String> SMALL = List.of("small", "haiku", "fast", "mini", "light", "cheap", "background");

    /// Candidates that Anthropic itself serves in its own format.
    private static final Predicate<Candidate> ANTHROPIC = candidate -> candidate.format() == Format.CLAUDE
        && candidate.provider().baseUrlFor(Format.CLAUDE) instanceof String base
        && base.startsWith("https://api.anthropic.com");

    /// For a model that any provider may serve.
    public GatewayAccess(String url, String key, String model, String smallModel, long contextWindow) {
        this(url, key, model, smallModel, contextWindow, false);
    }

    /// For a model about which nothing more is known.
    public GatewayAccess(String url, String key, String model) {
        this(url, key, model, model, USUAL_WINDOW);
    }

    /// For a model or an alias of a configuration. The window is the smallest that is configured for one of its
    /// candidates, because a conversation must fit into each of them. Small tasks go to an alias whose id has a word
    /// like `small` or `haiku`, else to the same model.
    public static GatewayAccess of(String url, String key, String model, Config config) {
        Long smallest = null;
        boolean anthropic = false;
        if (new RouteResolver(config).resolve(model, Format.DEFAULT) instanceof Resolution.Found(var route)) {
            anthropic = !route.candidates().isEmpty() && route.candidates().stream().allMatch(ANTHROPIC);
            for (Candidate candidate : route.candidates()) {
                Long window = candidate.model().contextWindow();
                if (window != null && (smallest == null || window < smallest)) smallest = window;
            }
        }
        return new GatewayAccess(url, key, model, small(config, model), smallest == null ? USUAL_WINDOW : smallest,
            anthropic);
    }

    /// The same with another model for small tasks.
    public GatewayAccess withSmallModel(String name) {
        return new GatewayAccess(url, key, model, name, contextWindow, anthropic);
    }

    /// The same with another key.
    public GatewayAccess withKey(String another) {
        return new GatewayAccess(url, another, model, smallModel, contextWindow, anthropic);
    }

    private static String small(Config config, String otherwise) {
        for (String word : SMALL) {
            for (String alias : config.aliases().keySet()) {
                if (List.of(alias.split("[._:-]")).contains(word)) return alias;
            }
        }
        return otherwise;
    }

    /// A key for clients that refuse to start without one.
    public String keyOrPlaceholder() {
        return key == null ? "none-needed" : key;
    }

    /// The base URL of clients that add `/chat/completions` or `/responses` themselves.
    public String openAiUrl() {
        return url + "/v1";
    }
}
