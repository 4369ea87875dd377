package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.edit.input.RefusedInput;
import llmrouter.text.NearestName;

/// Finds what an operation is about among what is configured, also where that is switched off or has mistakes.
final class EntryLookup {
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

    /// The model of a provider, by its id or one of its aliases.
    /// @throws RefusedInput one of both was not entered, or there is no such model
    static ModelEntry model(ConfigDraft draft, String givenProvider, String given) {
        String provider = provider(draft, givenProvider);
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
        throw new RefusedInput("model", _ -> "provider '" + provider + "' has no model '" + given + "'"
            + NearestName.hint(given, ids) + "; it has " + listed(ids));
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
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }
}
