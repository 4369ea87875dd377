package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.edit.AddressInput.Addresses;

/// Adds a provider, or changes only the entered settings of an existing one. What is null was not entered.
///
/// @param id      or null, which makes the id from the name
/// @param formats never null
/// @param models  a list of all model ids
/// @param headers a JSON object of all headers
public record ProviderChange(String id, String name, Boolean enabled, AddressInput addresses, FormatInput formats,
        String models, String headers, Secret apiKey) implements ConfigChange<ProviderChange.ProviderChanged> {

    /// @param id      of the provider
    /// @param created whether the provider is new
    /// @param baseUrl that was entered for every format without one of its own; or null
    public record ProviderChanged(String id, boolean created, String baseUrl) {
        /// Whether the base URL that was entered has no effect, because each format of the provider has one of its own.
        public boolean isBaseUrlUnused(Provider saved) {
            if (baseUrl == null) return false;
            for (Format format : saved.formats()) {
                if (saved.baseUrlFor(format).equals(baseUrl)) return false;
            }
            return true;
        }
    }

    @Override
    public ProviderChanged applyTo(ConfigDraft draft, ConfigOutcome before) {
        String own = ownId();
        refuseTakenName(own, before);
        Addresses sorted = addresses.sorted();
        var headerObject = JsonInput.object("headers", headers);
        boolean isNew = !draft.hasProvider(own);
        if (isNew) refuseIncomplete(sorted);
        List<Format> allFormats = formats.formats(isNew, sorted);
        List<String> modelIds = models == null ? null : modelIds();
        var patch = new ProviderPatch(own, name, enabled, sorted.base(), sorted.byFormat(), apiKey, allFormats,
            formats.first(), headerObject, modelIds);
        patch.applyTo(draft);
        String first = modelIds == null ? null : firstSingle(modelIds);
        if (first != null) draft.setDefaultModelIfAbsent(own + "/" + first);
        return new ProviderChanged(own, isNew, sorted.base());
    }

    /// The first that is not `*`, or null.
    private static String firstSingle(List<String> modelIds) {
        for (String id : modelIds) {
            if (!id.equals(Model.EVERY)) return id;
        }
        return null;
    }

    private String ownId() {
        if (id == null && name == null) {
            throw new RefusedInput("providerId", names -> "which provider? Give " + names.field("providerId")
                + ", and " + names.field("name") + " if it is new");
        }
        if (id == null) return Ids.providerId(name);
        if (Ids.isProviderId(id)) return id;
        throw new RefusedInput("providerId", names -> names.value("providerId", id)
            + " cannot be an id (a lower-case letter, then lower-case letters, digits and hyphens); write "
            + Ids.providerId(id));
    }

    private void refuseTakenName(String own, ConfigOutcome before) {
        if (name == null || !(before instanceof ValidConfig valid)) return;
        for (Provider other : valid.config().providers()) {
            if (other.id().equals(own) || !other.name().equalsIgnoreCase(name)) continue;
            throw new RefusedInput("name", names -> names.value("name", "'" + name + "'") + " belongs to provider '"
                + other.id() + "'; choose another name, or change that provider with "
                + names.value("providerId", other.id()));
        }
    }

    private void refuseIncomplete(Addresses sorted) {
        if (sorted.isEmpty()) {
            throw new RefusedInput("baseUrl", names -> "a new provider needs its address: give "
                + names.field("baseUrl") + ", " + names.field("openaiBaseUrl") + " or " + names.field("claudeBaseUrl"));
        }
        if (models == null) {
            throw new RefusedInput("models", names -> "a new provider needs its models: give "
                + names.value("models", "a,b"));
        }
    }

    private List<String> modelIds() {
        var ids = new ArrayList<String>();
        for (String word : PastedList.words(models)) {
            String model = PastedList.bare(word);
            if (!model.isEmpty() && !ids.contains(model)) ids.add(model);
        }
        if (!ids.isEmpty()) return ids;
        throw new RefusedInput("models", names -> names.field("models") + " names no model; write e.g. "
            + names.value("models", "gpt-4o,o3"));
    }
}
