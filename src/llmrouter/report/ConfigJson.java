package llmrouter.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.SecretMask;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.providers.ProviderAddress;
import llmrouter.text.Timestamps;

/// The configuration as JSON for programs: each member in its first spelling, keys masked.
public final class ConfigJson {
    private ConfigJson() {}

    /// The whole configuration.
    ///
    /// @param path    of its file
    /// @param expired whether a client's key has ended
    public static Obj config(String path, ValidConfig valid, Predicate<ClientKey> expired) {
        Config config = valid.config();
        Obj json = Json.object().put("config", path).put("version", valid.version())
            .put("defaultModel", textOrNull(config.defaultModel()))
            .put("unknownModels", textOrNull(config.unknownModels()))
            .put("masterKey", textOrNull(masked(config.masterKey())))
            .put("strictTranslation", config.strictTranslation());
        Arr keys = Json.array();
        for (ClientKey key : config.masterKeys()) keys.add(clientKey(key, expired.test(key)));
        Arr providers = Json.array();
        for (Provider provider : config.providers()) providers.add(provider(provider));
        Obj aliases = Json.object();
        for (Alias alias : config.aliases().values()) aliases.put(alias.id(), alias(alias));
        return json.put("masterKeys", keys).put("providers", providers).put("modelAliases", aliases);
    }

    /// A text for a member that is there in any case; without a value it is null.
    public static Json textOrNull(Object value) {
        return value == null ? Json.Null.NULL : Json.of(value.toString());
    }

    /// The key of a client, without the key itself. An empty list of models stands for all.
    public static Obj clientKey(ClientKey key, boolean expired) {
        Arr caps = Json.array();
        for (Bucket cap : key.rateLimits()) caps.add(bucket(cap));
        return Json.object().put("name", key.name()).put("models", Json.strings(key.models())).put("rateLimits", caps)
            .put("expires", textOrNull(key.expires() == null ? null : Timestamps.utc(key.expires())))
            .put("expired", expired);
    }

    public static Obj provider(Provider provider) {
        Obj bases = Json.object();
        for (Map.Entry<Format, String> base : provider.baseUrlByFormat().entrySet()) {
            bases.put(base.getKey().word(), base.getValue());
        }
        Arr models = Json.array();
        for (Model model : provider.models()) models.add(model(model));
        Arr limits = Json.array();
        for (Bucket bucket : provider.rateLimits()) limits.add(bucket(bucket));
        return Json.object().put("id", provider.id()).put("name", provider.name()).put("enabled", provider.enabled())
            .put("baseUrl", provider.baseUrl()).put("baseUrlByFormat", bases).put("addresses", addresses(provider))
            .put("apiKey", textOrNull(masked(provider.apiKey())))
            .put("formats", formats(provider.formats())).put("models", models).put("rateLimits", limits)
            .put("proxy", textOrNull(provider.network().shownProxy()))
            .put("clientCertificate", textOrNull(provider.network().shownCertificate()));
    }

    /// The address that is asked, by format.
    private static Obj addresses(Provider provider) {
        Obj addresses = Json.object();
        for (Format format : provider.formats()) {
            addresses.put(format.word(), ProviderAddress.of(provider, format));
        }
        return addresses;
    }

    private static String masked(Secret secret) {
        return secret == null ? null : SecretMask.secret(secret);
    }

    public static Obj model(Model model) {
        Obj json = Json.object().put("id", model.id()).put("enabled", model.enabled())
            .put("aliases", Json.strings(model.aliases())).put("formats", formats(model.formats()))
            .put("fallbackModels", Json.strings(model.fallbackModels()));
        json.put("contextWindow", number(model.contextWindow()))
            .put("maxOutputTokens", number(model.maxOutputTokens()));
        return model.inlineThinking() == null ? json : json.put("inlineThinking", model.inlineThinking());
    }

    public static Obj bucket(Bucket bucket) {
        Arr models = bucket.models().isEmpty() ? Json.array(Json.of("all")) : Json.strings(bucket.models());
        Obj json = Json.object().put("id", bucket.id()).put("name", bucket.name()).put("models", models)
            .put("requests", number(bucket.requests())).put("tokens", number(bucket.tokens()))
            .put("concurrency", number(bucket.concurrency()));
        if (bucket.window() == null) return json;
        String unit = bucket.window().unit().name().toLowerCase(Locale.ROOT);
        return json.put("window", Json.object().put("unit", unit).put("size", bucket.window().size()));
    }

    public static Obj alias(Alias alias) {
        return Json.object().put("id", alias.id()).put("strategy", alias.strategy().word())
            .put("targets", targets(alias.targets())).put("fallbackTargets", targets(alias.fallbackTargets()));
    }

    private static Arr targets(List<AliasTarget> targets) {
        Arr list = Json.array();
        for (AliasTarget target : targets) {
            list.add(Json.object().put("ref", target.ref()).put("weight", new Num(target.weight())));
        }
        return list;
    }

    private static Arr formats(List<Format> formats) {
        return Json.strings(formats.stream().map(Format::word).toList());
    }

    /// Null where nothing is set, so that the member is left out.
    private static Num number(Long value) {
        return value == null ? null : Json.of(value);
    }
}
