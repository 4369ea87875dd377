package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.RemovalChange.RemoveModel;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.json.Json;

/// Adds models to a provider, and removes models from it. A model that is there already stays as it is. A model that
/// is referred to is removed only with `cascade`, which takes out the references too.
///
/// @param provider its id
/// @param models   only what is to be added and removed counts
public record ModelsChange(String provider, ModelsInput models) implements ConfigChange<ModelsChange.ModelsChanged> {

    /// @param provider its id
    /// @param added    ids that were not there before
    /// @param removed  ids that are not there any more
    /// @param cascaded what else changed because of the removals, in words
    public record ModelsChanged(String provider, List<String> added, List<String> removed, List<String> cascaded) {}

    @Override
    public ModelsChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
        String own = EntryLookup.provider(draft, provider);
        List<String> added = add(draft, own, models.addedIds());
        var removed = new ArrayList<String>();
        var cascaded = new ArrayList<String>();
        for (String id : models.removedIds()) {
            Removed model = new RemoveModel(own, id, models.cascade()).applyTo(draft, before);
            removed.add(model.name().substring(own.length() + 1));
            cascaded.addAll(model.cascaded());
        }
        return new ModelsChanged(own, added, removed, cascaded);
    }

    /// Adds the models that are not there yet, and returns these.
    private static List<String> add(ConfigDraft draft, String provider, List<String> ids) {
        var added = new ArrayList<String>();
        for (String id : ids) {
            boolean there = false;
            for (ModelEntry entry : ModelEntry.all(draft)) {
                there |= entry.provider().equals(provider) && entry.id().equals(id);
            }
            if (there) continue;
            draft.append(draft.pathOf(draft.provider(provider), "models"), Json.of(id));
            added.add(id);
        }
        if (!added.isEmpty()) ProviderChange.setDefault(draft, provider, enabled(draft, provider));
        return added;
    }

    /// The enabled models of a provider in the order of the file.
    private static List<String> enabled(ConfigDraft draft, String provider) {
        return ModelEntry.all(draft).stream().filter(entry -> entry.provider().equals(provider) && entry.enabled())
            .map(ModelEntry::id).toList();
    }
}
