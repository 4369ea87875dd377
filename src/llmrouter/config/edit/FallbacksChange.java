package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.text.NearestReference;

/// Sets the models that are tried when one fails, all of them.
///
/// @param provider  its id
/// @param model     its id or one of its aliases
/// @param fallbacks a list of `provider/model`; null removes all fallbacks
public record FallbacksChange(String provider, String model, String fallbacks)
        implements ConfigChange<FallbacksChange.FallbacksChanged> {

    /// @param model     that has the fallbacks, as `provider/model`
    /// @param fallbacks as `provider/model`, each by the model's id
    public record FallbacksChanged(String model, List<String> fallbacks) {}

    @Override
    public FallbacksChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
        List<String> words = fallbacks == null ? List.of() : words(ModelEntry.all(draft));
        ModelEntry entry = EntryLookup.model(draft, provider, model);
        List<String> refs = canonical(words, entry, draft);
        entry.setFallbacks(draft, refs);
        return new FallbacksChanged(entry.ref(), refs);
    }

    /// @throws RefusedInput the list is empty: fallbacks are removed only when that is asked for
    private List<String> words(List<ModelEntry> models) {
        var words = new ArrayList<>(PastedList.names(fallbacks, word -> find(word, models) != null));
        words.removeIf(String::isEmpty);
        if (!words.isEmpty()) return words;
        throw new RefusedInput("fallbackModels", names -> names.field("fallbackModels") + " names no model; give "
            + names.field("clearFallbacks") + " to clear the list");
    }

    /// The models by their ids.
    /// @throws RefusedInput listing every word that is not a fallback
    private static List<String> canonical(List<String> words, ModelEntry self, ConfigDraft draft) {
        List<ModelEntry> models = ModelEntry.all(draft);
        List<String> known = models.stream().map(ModelEntry::ref).toList();
        var refs = new ArrayList<String>();
        var problems = new ArrayList<String>();
        for (String word : words) {
            ModelEntry entry = find(word, models);
            if (entry != null && entry.id().equals(Model.EVERY)) {
                problems.add("'" + word + "' stands for every model of its provider; name one of them");
            } else if (entry == null && EntryLookup.isPassedThrough(draft, word)) {
                if (!refs.contains(word)) refs.add(word);
            } else if (entry == null) {
                problems.add("'" + word + "' is not a model (provider/model)" + NearestReference.hint(word, known));
            } else if (entry.ref().equals(self.ref())) {
                problems.add("'" + word + "' is the model itself");
            } else if (!refs.contains(entry.ref())) {
                refs.add(entry.ref());
            }
        }
        if (problems.isEmpty()) return refs;
        throw new RefusedInput("fallbackModels", names -> names.field("fallbackModels")
            + " cannot be saved, nothing was changed:\n  " + String.join("\n  ", problems));
    }

    private static ModelEntry find(String word, List<ModelEntry> models) {
        int slash = word.indexOf('/');
        return slash < 0 ? null : ModelEntry.find(models, word.substring(0, slash), word.substring(slash + 1));
    }
}
