package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.edit.input.RefusedInput;

/// Sets the other ids of a model, all of them.
///
/// @param provider its id; null if `model` says it too
/// @param model    its id or one of its aliases, or `provider/model`
/// @param aliases  a list; null removes all
public record ModelAliasesChange(String provider, String model, String aliases)
        implements ConfigChange<ModelAliasesChange.ModelAliases> {

    /// @param model   as `provider/model`
    /// @param aliases the other ids that it has now
    public record ModelAliases(String model, List<String> aliases) {}

    @Override
    public ModelAliases applyTo(ConfigDraft draft, ConfigOutcome before) {
        List<String> ids = aliases == null ? List.of() : ModelsInput.ids("modelAliases", aliases);
        ModelEntry entry = EntryLookup.model(draft, provider, model);
        for (ModelEntry other : ModelEntry.all(draft)) {
            if (!other.provider().equals(entry.provider())) continue;
            for (String id : ids) {
                boolean taken = other.id().equals(id) || !other.path().equals(entry.path())
                    && other.aliases().contains(id);
                if (taken) {
                    throw new RefusedInput("modelAliases", _ -> "'" + id + "' means the model " + other.ref()
                        + " already; choose another name");
                }
            }
        }
        if (!entry.aliases().equals(ids)) entry.setAliases(draft, ids);
        return new ModelAliases(entry.ref(), ids);
    }
}
