package llmrouter.config;

import java.util.List;

/// A model of a provider.
///
/// @param aliases         other ids that mean the same model
/// @param formats         formats this model is served in; empty means all of its provider's
/// @param contextWindow   tokens, or null
/// @param maxOutputTokens tokens, or null
/// @param cost            or null
/// @param fallbackModels  `provider/model` references, in order
public record Model(String id, List<String> aliases, List<Format> formats, boolean enabled, Long contextWindow,
    Long maxOutputTokens,
        Cost cost, List<String> fallbackModels) {
    /// Price in any currency per million tokens; source text of the numbers, null where not given.
    public record Cost(String input, String output, String cacheRead, String cacheWrite) {}
}
