package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.text.NearestName;
import llmrouter.text.NearestReference;
import llmrouter.text.Printable;

/// Finds what an operation is about among what is configured, also where that is switched off or has mistakes.
final class EntryLookup {
    private static final int MOST_LISTED = 40;

    private EntryLookup() {}

    /// @param given what the user entered as `providerId`, or null
    /// @throws RefusedInput nothing was entered, or there is no such provider
    static String provider(ConfigDraft draft, String given) {
        return known("providerId", "provider", given, draft.providerIds());
    }

    /// @param given what the user entered as `aliasId`, or null
    /// @throws RefusedInput nothing was entered, or there is no such alias
    static String alias(ConfigDraft draft, String given) {
        return known("aliasId", "alias", given, draft.aliasIds());
    }

    /// The provider that a reference begins with, if there is such a provider; else null.
    static String providerOf(ConfigDraft draft, String ref) {
        int slash = ref == null ? -1 : ref.indexOf('/');
        String id = slash < 0 ? null : ref.substring(0, slash);
        return id != null && draft.hasProvider(id) ? id : null;
    }

    /// The model of a provider, by its id or one of its aliases; `provider/model` says both.
    /// @throws RefusedInput one of both was not entered, or there is no such model
    static ModelEntry model(ConfigDraft draft, String givenProvider, String given) {
        String said = providerOf(draft, given);
        if (givenProvider == null && said == null && given != null && given.indexOf('/') > 0) {
            throw unknownReference("model", given, models(draft));
        }
        String provider = provider(draft, givenProvider == null ? said : givenProvider);
        List<ModelEntry> entries = ModelEntry.all(draft);
        var ids = new ArrayList<String>();
        for (ModelEntry entry : entries) {
            if (entry.provider().equals(provider)) ids.add(entry.id());
        }
        if (given == null) {
            throw new RefusedInput("model", names -> "which model? Give " + names.field("model") + "; provider '"
                + provider + "' has " + listed(ids));
        }
        if (ModelEntry.find(entries, provider, given) instanceof ModelEntry model) return model;
        String bare = provider.equals(said) ? given.substring(said.length() + 1) : given;
        if (ModelEntry.find(entries, provider, bare) instanceof ModelEntry model) return model;
        if (ids.contains(Model.EVERY)) {
            throw new RefusedInput("model", names -> provider + "/" + bare + " has no entry of its own, because the "
                + "model * stands for it; add it first: " + names.operation("add-models") + " " + provider + " "
                + bare);
        }
        throw new RefusedInput("model", _ -> "provider '" + provider + "' has no model '" + bare + "'"
            + NearestName.hint(bare, ids) + "; it has " + listed(ids));
    }

    /// A reference to a model or an alias, as it was entered.
    /// @throws RefusedInput nothing was entered, or it refers to nothing
    static String reference(ConfigDraft draft, String field, String given) {
        if (given == null) {
            throw new RefusedInput(field, names -> "which model or alias? Give " + names.field(field));
        }
        var known = new ArrayList<>(draft.aliasIds());
        known.addAll(models(draft));
        boolean prefixed = given.startsWith("alias:") && draft.aliasIds().contains(given.substring(6));
        boolean named = known.contains(given) || prefixed || byAlias(draft, given) != null
            || isPassedThrough(draft, given);
        if (named) return given;
        throw unknownReference(field, given, known);
    }

    /// Whether only the model `*` of its provider stands for a model.
    static boolean isPassedThrough(ConfigDraft draft, String ref) {
        String provider = providerOf(draft, ref);
        return provider != null && Ids.isModelId(ref.substring(provider.length() + 1))
            && ModelEntry.find(ModelEntry.all(draft), provider, Model.EVERY) != null;
    }

    private static ModelEntry byAlias(ConfigDraft draft, String ref) {
        String provider = providerOf(draft, ref);
        if (provider == null) return null;
        return ModelEntry.find(ModelEntry.all(draft), provider, ref.substring(provider.length() + 1));
    }

    private static List<String> models(ConfigDraft draft) {
        return ModelEntry.all(draft).stream().map(ModelEntry::ref).toList();
    }

    private static RefusedInput unknownReference(String field, String given, List<String> known) {
        return new RefusedInput(field, _ -> "there is no model (provider/model) or alias '" + given + "'"
            + NearestReference.hint(given, known) + "; there are " + listed(known));
    }

    private static String known(String field, String kind, String given, List<String> ids) {
        if (given == null) {
            throw new RefusedInput(field, names -> "which " + kind + "? Give " + names.field(field) + "; there are "
                + listed(ids));
        }
        if (ids.contains(given)) return given;
        throw new RefusedInput(field, _ -> "there is no " + kind + " '" + given + "'" + NearestName.hint(given, ids)
            + "; there are " + listed(ids));
    }

    /// Names in a row, or `none`.
    static String listed(List<String> ids) {
        if (ids.isEmpty()) return "none";
        if (ids.size() <= MOST_LISTED) return Printable.of(String.join(", ", ids));
        return Printable.of(String.join(", ", ids.subList(0, MOST_LISTED))) + " and " + (ids.size() - MOST_LISTED)
            + " more";
    }
}
