package llmrouter.protocol;

import java.util.Set;

/// What a request writer must know of the model it writes for.
///
/// @param model           id on the wire
/// @param maxOutputTokens the model's limit, or null if unknown
/// @param contextWindow   or null if unknown
/// @param refused         wire fields that this model was seen to refuse, e.g. `max_completion_tokens`
/// @param required        wire fields that this model was seen to insist on, e.g. `reasoning_content`
public record Target(String model, Long maxOutputTokens, Long contextWindow, Set<String> refused, Set<String> required) {
    public Target(String model, Long maxOutputTokens, Long contextWindow, Set<String> refused) {
        this(model, maxOutputTokens, contextWindow, refused, Set.of());
    }

    public boolean accepts(String field) {
        return !refused.contains(field);
    }

    public boolean requires(String field) {
        return required.contains(field);
    }
}
