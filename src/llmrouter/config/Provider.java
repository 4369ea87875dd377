package llmrouter.config;

import java.util.List;
import java.util.Map;

import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.network.ProviderNetwork;

/// A service with models: its addresses, key, formats and limits.
///
/// @param baseUrl         for formats that are not in `baseUrlByFormat`, or null
/// @param baseUrlByFormat never null
/// @param apiKey          or null
/// @param formats         at least one; the preferred one first
/// @param authByFormat    never null
/// @param auth            for formats that are not in `authByFormat`, or null for what the provider expects
/// @param headers         added to every request; a null value of `user-agent` removes that of the gateway
/// @param network         its proxy and its client certificate; never null
/// @param fingerprint     tells its key and addresses from earlier ones, see [llmrouter.routing.Fingerprint]; empty
///                        until the key is known
public record Provider(String id, String name, boolean enabled, String baseUrl, Map<Format, String> baseUrlByFormat,
        Secret apiKey, List<Format> formats, Auth auth, Map<Format, Auth> authByFormat, List<CustomHeader> headers,
        String anthropicVersion, String anthropicBeta, List<Model> models, List<Bucket> rateLimits, Timeouts timeouts,
        ProviderNetwork network, String fingerprint) {

    /// @param name in lower case
    /// @param value or null, which removes the default of that name
    public record CustomHeader(String name, String value) {}

    /// How its configuration says that the key is sent for a format; null if it does not say it. What holds then is for
    /// [llmrouter.providers.ProviderAddress#auth] to say.
    public Auth ownAuth(Format format) {
        return authByFormat.getOrDefault(format, auth);
    }

    /// The base URL for a format, or null if there is none.
    public String baseUrlFor(Format format) {
        return baseUrlByFormat.getOrDefault(format, baseUrl);
    }

    /// A model that is not configured may have a name of so many characters.
    private static final int LONGEST_NAME = 200;

    /// The enabled model with this id, else the one with this alias; else a model of this name if the provider passes
    /// its other models through; else null.
    public Model model(String idOrAlias) {
        Model configured = configuredModel(idOrAlias);
        return configured == null && passesThrough(idOrAlias) ? everyModel().named(idOrAlias) : configured;
    }

    /// The enabled model that is configured with this id, else the one with this alias, else null. Never the model `*`.
    public Model configuredModel(String idOrAlias) {
        if (idOrAlias.equals(Model.EVERY)) return null;
        for (Model m : models) {
            if (m.enabled() && m.id().equals(idOrAlias)) return m;
        }
        for (Model m : models) {
            if (m.enabled() && m.aliases().contains(idOrAlias)) return m;
        }
        return null;
    }

    /// The enabled model `*`, or null.
    public Model everyModel() {
        for (Model m : models) {
            if (m.enabled() && m.isEvery()) return m;
        }
        return null;
    }

    /// Whether a name is passed on to the provider although no model is configured for it. A model that is configured
    /// and disabled is not.
    public boolean passesThrough(String name) {
        if (everyModel() == null || name.length() > LONGEST_NAME || !Ids.isModelId(name)) return false;
        for (Model m : models) {
            if (m.id().equals(name) || m.aliases().contains(name)) return false;
        }
        return true;
    }

    /// Why the provider is left out: its key, or the password of its client certificate, could not be had, a clause
    /// with the fix. Null if it can be called.
    public String leftOut() {
        if (apiKey instanceof MissingSecret missing) return missing.problem();
        return certificatePassword() instanceof MissingSecret missing
            ? "the password of its client certificate: " + missing.problem() : null;
    }

    /// The password of its client certificate, or null.
    public Secret certificatePassword() {
        return network.certificate() == null ? null : network.certificate().password();
    }

    /// The same as a line that names the provider: `provider "p" is left out: …`. Null if it can be called.
    public String leftOutLine() {
        return leftOut() == null ? null : "provider \"" + id + "\" is left out: " + leftOut();
    }

    public Provider withApiKey(Secret key) {
        return new Provider(id, name, enabled, baseUrl, baseUrlByFormat, key, formats, auth, authByFormat, headers,
            anthropicVersion, anthropicBeta, models, rateLimits, timeouts, network, fingerprint);
    }

    public Provider withNetwork(ProviderNetwork other) {
        return new Provider(id, name, enabled, baseUrl, baseUrlByFormat, apiKey, formats, auth, authByFormat, headers,
            anthropicVersion, anthropicBeta, models, rateLimits, timeouts, other, fingerprint);
    }

    public Provider withRateLimits(List<Bucket> others) {
        return new Provider(id, name, enabled, baseUrl, baseUrlByFormat, apiKey, formats, auth, authByFormat, headers,
            anthropicVersion, anthropicBeta, models, others, timeouts, network, fingerprint);
    }

    public Provider withFingerprint(String known) {
        return new Provider(id, name, enabled, baseUrl, baseUrlByFormat, apiKey, formats, auth, authByFormat, headers,
            anthropicVersion, anthropicBeta, models, rateLimits, timeouts, network, known);
    }
}
