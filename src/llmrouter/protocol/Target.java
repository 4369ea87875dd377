package llmrouter.protocol;

import java.util.Set;

/// What a request writer must know about the model that the request is for.
///
/// @param model           id on the wire
/// @param maxOutputTokens the model's limit, or null if unknown
/// @param contextWindow   or null if unknown
/// @param learned         wire fields that this model has refused before, e.g. `max_completion_tokens`; with a `+`
///                        before the name, fields that it requires
public record Target(String model, Long maxOutputTokens, Long contextWindow, Set<String> learned) {
    public boolean accepts(String field) {
        return !learned.contains(field);
    }

    public boolean requires(String field) {
        return learned.contains("+" + field);
    }
}
