package llmrouter.config.edit.input;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.config.PastedList;

/// The models that a user entered for a provider. What is null was not entered.
///
/// @param all     a list of all model ids, in place of those that the provider has; `*` stands for every other model of
///                the provider
/// @param added   a list of ids to add
/// @param remove  a list of ids to remove
/// @param cascade whether what refers to a model that is removed is taken out too
public record ModelsInput(String all, String added, String remove, boolean cascade) {
    public static final ModelsInput NONE = all(null);

    public static ModelsInput all(String list) {
        return new ModelsInput(list, null, null, false);
    }

    public static ModelsInput added(String list) {
        return new ModelsInput(null, list, null, false);
    }

    public static ModelsInput removed(String list, boolean cascade) {
        return new ModelsInput(null, null, list, cascade);
    }

    /// All ids, or null if they were not entered.
    /// @throws RefusedInput the list is empty, or a change of the list was entered too
    public List<String> allIds() {
        if (all == null) return null;
        if (added != null || remove != null) {
            String other = added != null ? "addModels" : "removeModels";
            throw new RefusedInput("models", names -> "give either " + names.field("models") + ", which is the whole "
                + "list, or " + names.field(other));
        }
        return ids("models", all);
    }

    /// @throws RefusedInput a list is there but has no id
    public List<String> addedIds() {
        return added == null ? List.of() : ids("addModels", added);
    }

    /// @throws RefusedInput a list is there but has no id
    public List<String> removedIds() {
        return remove == null ? List.of() : ids("removeModels", remove);
    }

    /// The ids of a list as people paste it, each once. An id with a space or a comma stands in quotation marks.
    /// @throws RefusedInput it has none
    public static List<String> ids(String field, String text) {
        var ids = new ArrayList<String>();
        for (String word : PastedList.words(text)) {
            String id = PastedList.bare(word);
            if (!id.isEmpty() && !Ids.isModelId(id)) {
                throw new RefusedInput(field, names -> names.field(field) + " has " + Finding.quoted(id)
                    + ", which cannot be a model id: " + Ids.MODEL_RULE);
            }
            if (!id.isEmpty() && !ids.contains(id)) ids.add(id);
        }
        if (!ids.isEmpty()) return ids;
        throw new RefusedInput(field, names -> names.field(field) + " names no model; write e.g. "
            + names.value(field, "model-a,model-b"));
    }
}
