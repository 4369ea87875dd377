package llmrouter.chat;

import java.util.List;

/// A whole answer in neutral form.
///
/// @param id           the provider's id, or null
/// @param model        as the provider names it, or null
/// @param stopSequence the sequence that matched, or null
/// @param usage        or null if the provider did not say
/// @param unsaid       kinds of the provider's parts that have no neutral form, for the ledger
public record Answer(String id, String model, List<Part> parts, StopReason stop, String stopSequence, Usage usage,
        List<String> unsaid) {
    public Answer(String id, String model, List<Part> parts, StopReason stop, String stopSequence, Usage usage) {
        this(id, model, parts, stop, stopSequence, usage, List.of());
    }
}
