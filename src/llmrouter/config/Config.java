package llmrouter.config;

import java.util.List;
import java.util.Map;

/// A valid configuration. Immutable; a request keeps the one it began with.
///
/// @param masterKey     or null
/// @param masterKeys    named client keys beside it
/// @param defaultModel  what an absent or blank model means, and the names `smart` and `default`; or null
/// @param unknownModels the model or alias that answers names which are not configured; `provider/*` sends such a name
///                      to that provider as it is; null if such names are refused
/// @param aliases       by id, in the order of the file
public record Config(Secret masterKey, List<ClientKey> masterKeys, String defaultModel, String unknownModels,
        boolean strictTranslation, List<Provider> providers, Map<String, Alias> aliases) {
    /// The configuration that has nothing.
    public static final Config EMPTY = new Config(null, List.of(), null, null, false, List.of(), Map.of());


    /// The enabled provider with this id, or null.
    public Provider provider(String id) {
        for (Provider p : providers) {
            if (p.enabled() && p.id().equals(id)) return p;
        }
        return null;
    }

    /// The enabled providers that are left out because their key cannot be had, in the order of the file.
    public List<Provider> leftOut() {
        return providers.stream().filter(p -> p.enabled() && p.leftOut() != null).toList();
    }

    /// A line about each of [#leftOut].
    public List<String> leftOutLines() {
        return leftOut().stream().map(Provider::leftOutLine).toList();
    }

    /// Whether there is a key that clients can show.
    public boolean hasClientKey() {
        return masterKey != null || !masterKeys.isEmpty();
    }

    public Config withMasterKey(Secret key) {
        return new Config(key, masterKeys, defaultModel, unknownModels, strictTranslation, providers, aliases);
    }

    public Config withProviders(List<Provider> others) {
        return new Config(masterKey, masterKeys, defaultModel, unknownModels, strictTranslation, others, aliases);
    }
}
