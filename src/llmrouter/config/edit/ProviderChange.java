package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.edit.input.AddressInput.Addresses;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.input.FormatInput;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.edit.input.NetworkInput;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.text.Letters;
import llmrouter.text.NearestName;

/// Adds a provider, or changes only the entered settings of an existing one. What is null was not entered.
///
/// @param id      or null, which makes the id from the name
/// @param formats never null
/// @param models  never null
/// @param headers a JSON object of all headers
/// @param network never null
public record ProviderChange(String id, String name, Boolean enabled, AddressInput addresses, FormatInput formats,
        ModelsInput models, String headers, Secret apiKey, NetworkInput network)
        implements ConfigChange<ProviderChange.ProviderChanged> {

    /// A change that says nothing about the way to the provider.
    public ProviderChange(String id, String name, Boolean enabled, AddressInput addresses, FormatInput formats,
            ModelsInput models, String headers, Secret apiKey) {
        this(id, name, enabled, addresses, formats, models, headers, apiKey, NetworkInput.NONE);
    }

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
        List<String> all = models.allIds();
        List<String> added = models.addedIds();
        List<String> modelIds = isNew && all == null && !added.isEmpty() ? added : all;
        if (isNew) refuseIncomplete(own, draft, sorted, modelIds);
        List<Format> allFormats = formats.formats(isNew, sorted);
        var patch = new ProviderPatch(own, name, enabled, sorted.base(), sorted.byFormat(), apiKey, allFormats,
            formats.first(), headerObject, modelIds, network);
        patch.applyTo(draft);
        if (modelIds != null) setDefault(draft, own, modelIds);
        new ModelsChange(own, models).applyTo(draft, before);
        return new ProviderChanged(own, isNew, sorted.base());
    }

    private String ownId() {
        if (id == null && name == null) {
            throw new RefusedInput("providerId", names -> "which provider? Give " + names.field("providerId")
                + ", and " + names.field("name") + " if it is new");
        }
        if (id == null) return Ids.providerId(name);
        checkId("providerId", id);
        return id;
    }

    /// @throws RefusedInput the id cannot be that of a provider
    static void checkId(String field, String id) {
        if (Ids.isProviderId(id)) return;
        throw new RefusedInput(field, names -> names.value(field, id) + " cannot be an id (a lower-case letter a–z, "
            + "then letters a–z, digits and hyphens); write " + Ids.providerId(id));
    }

    /// Makes the first of a provider's models the default model if there is none.
    static void setDefault(ConfigDraft draft, String provider, List<String> models) {
        for (String id : models) {
            if (id.equals(Model.EVERY)) continue;
            draft.setDefaultModelIfAbsent(provider + "/" + id);
            return;
        }
    }

    private void refuseTakenName(String own, ConfigOutcome before) {
        if (name == null || !(before instanceof ValidConfig valid)) return;
        for (Provider other : valid.config().providers()) {
            if (other.id().equals(own) || !Letters.same(other.name(), name)) continue;
            throw new RefusedInput("name", names -> names.value("name", "'" + name + "'") + " belongs to provider '"
                + other.id() + "'; choose another name, or change that provider with "
                + names.value("providerId", other.id()));
        }
    }

    private static void refuseIncomplete(String own, ConfigDraft draft, Addresses sorted, List<String> models) {
        String unknown = "there is no provider '" + own + "'" + NearestName.hint(own, draft.providerIds());
        if (sorted.isEmpty()) {
            throw new RefusedInput("baseUrl", names -> unknown + ", and a new provider needs its address: give "
                + names.field("baseUrl") + ", " + names.field("openaiBaseUrl") + " or " + names.field("claudeBaseUrl"));
        }
        if (models == null) {
            throw new RefusedInput("models", names -> unknown + ", and a new provider needs its models: give "
                + names.value("models", "a,b") + ", or " + names.value("models", Model.EVERY)
                + " for every model that it has");
        }
    }
}
