package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.config.edit.input.RefusedInput;

/// Removes a provider, a model or an alias. While something refers to it, it is removed only with `cascade`, which
/// takes out the references too.
public sealed interface RemovalChange extends ConfigChange<Removed> {
    /// @param provider its id
    record RemoveProvider(String provider, boolean cascade) implements RemovalChange {}

    /// @param provider its id
    /// @param model    its id or one of its aliases
    record RemoveModel(String provider, String model, boolean cascade) implements RemovalChange {}

    /// @param alias its id
    record RemoveAlias(String alias, boolean cascade) implements RemovalChange {}

    /// @param kind     e.g. `provider`
    /// @param name     of what was removed
    /// @param cascaded what else changed, in words
    record Removed(String kind, String name, List<String> cascaded) {
        /// E.g. `provider openai`.
        public String subject() {
            return kind + " " + name;
        }
    }

    boolean cascade();

    @Override
    default Removed applyTo(ConfigDraft draft, ConfigOutcome before) {
        return switch (this) {
            case RemoveProvider(String id, _) ->
                remove("provider", EntryLookup.provider(draft, id), Removal.ofProvider(draft, id));
            case RemoveAlias(String id, _) ->
                remove("alias", EntryLookup.alias(draft, id), Removal.ofAlias(draft, id));
            case RemoveModel(String provider, String id, _) -> {
                ModelEntry model = EntryLookup.model(draft, provider, id);
                refuseOnlyModel(draft, model);
                yield remove("model", model.ref(), Removal.ofModel(draft, model));
            }
        };
    }

    private Removed remove(String kind, String name, Removal removal) {
        List<String> references = removal.references();
        if (!references.isEmpty() && !cascade()) {
            throw new RefusedInput("cascade", names -> kind + " " + name
                + " is still referred to, so nothing was removed:\n  " + String.join("\n  ", references)
                + "\nchange these first, or give " + names.field("cascade")
                + " to take the references out as well");
        }
        return new Removed(kind, name, removal.cascade());
    }

    private static void refuseOnlyModel(ConfigDraft draft, ModelEntry model) {
        for (ModelEntry other : ModelEntry.all(draft)) {
            if (other.provider().equals(model.provider()) && !other.path().equals(model.path())) return;
        }
        throw new RefusedInput("model", names -> model.ref() + " is the provider's only model; use "
            + names.operation("remove-provider") + " " + names.value("providerId", model.provider()));
    }
}
