package llmrouter.config;

import java.util.List;

/// A model of a provider. The one with the id `*` stands for every model that its provider has beside the configured
/// ones: a request for such a model is passed on under the name that the client gave.
///
/// @param aliases         other ids that mean the same model
/// @param formats         formats this model is served in; empty means all of its provider's
/// @param contextWindow   tokens, or null
/// @param maxOutputTokens tokens, or null
/// @param cost            or null
/// @param fallbackModels  `provider/model` references, in order
/// @param inlineThinking  whether it writes its thinking into the text of its answers, between tags; null for what is
///                        known of models of that name
/// @param capabilities    what it can do, as far as the configuration says it; never null
public record Model(String id, List<String> aliases, List<Format> formats, boolean enabled, Long contextWindow,
        Long maxOutputTokens, Cost cost, List<String> fallbackModels, Boolean inlineThinking,
        Capabilities capabilities) {
    /// A model of which the configuration does not say what it can do.
    public Model(String id, List<String> aliases, List<Format> formats, boolean enabled, Long contextWindow,
            Long maxOutputTokens, Cost cost, List<String> fallbackModels, Boolean inlineThinking) {
        this(id, aliases, formats, enabled, contextWindow, maxOutputTokens, cost, fallbackModels, inlineThinking,
            Capabilities.UNKNOWN);
    }

    /// The id that stands for every other model of a provider.
    public static final String EVERY = "*";

    /// Price in any currency per million tokens; source text of the numbers, null where not given.
    public record Cost(String input, String output, String cacheRead, String cacheWrite) {}

    /// Whether this is no single model but stands for every other one of its provider.
    public boolean isEvery() {
        return EVERY.equals(id);
    }

    /// The model of this name that has the settings of this one, and no other names.
    public Model named(String name) {
        return new Model(name, List.of(), formats, enabled, contextWindow, maxOutputTokens, cost, fallbackModels,
            inlineThinking, capabilities);
    }
}
