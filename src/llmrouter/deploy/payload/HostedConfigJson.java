package llmrouter.deploy.payload;

import java.util.List;
import java.util.Map;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Auth;
import llmrouter.config.Bucket;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Timeouts;
import llmrouter.config.read.ConfigReader;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;

/// Writes a configuration with all that routing needs and nothing else: no prices, no metadata, no probe records, no
/// paths of this machine. What [ConfigReader] reads from it is the same configuration.
final class HostedConfigJson {
    private HostedConfigJson() {}

    /// @param config in which each key is inline
    static Obj of(Config config) {
        Obj json = Json.object().put("version", ConfigReader.VERSION).put("masterKey", key(config.masterKey()));
        if (!config.masterKeys().isEmpty()) {
            Arr keys = Json.array();
            for (ClientKey client : config.masterKeys()) keys.add(clientKey(client));
            json.put("masterKeys", keys);
        }
        json.put("defaultModel", config.defaultModel()).put("unknownModels", config.unknownModels());
        if (config.strictTranslation()) json.put("strictTranslation", true);
        Arr providers = Json.array();
        for (Provider provider : config.providers()) {
            providers.add(provider.enabled() ? provider(provider) : names(provider));
        }
        Obj aliases = Json.object();
        for (Alias alias : config.aliases().values()) aliases.put(alias.id(), alias(alias));
        json.put("providers", providers);
        return aliases.members().isEmpty() ? json : json.put("modelAliases", aliases);
    }

    private static String key(Secret secret) {
        return secret instanceof InlineSecret(String value, _) ? value : null;
    }

    private static Obj clientKey(ClientKey client) {
        Obj json = Json.object().put("name", client.name()).put("keySha256", client.keySha256())
            .put("models", texts(client.models())).put("rateLimits", caps(client.rateLimits()));
        return client.expires() == null ? json : json.put("expires", client.expires());
    }

    private static Obj provider(Provider p) {
        Obj json = Json.object().put("id", p.id());
        if (!p.name().equals(p.id())) json.put("name", p.name());
        json.put("baseUrl", p.baseUrl()).put("baseUrlByFormat", bases(p))
            .put("formats", formats(p.formats())).put("apiKey", key(p.apiKey()))
            .put("auth", auth(p.auth())).put("authByFormat", auths(p)).put("headers", headers(p))
            .put("anthropicVersion", p.anthropicVersion()).put("anthropicBeta", p.anthropicBeta());
        Arr models = Json.array();
        for (Model model : p.models()) models.add(model(model));
        return json.put("models", models).put("rateLimits", caps(p.rateLimits())).put("timeouts",
            timeouts(p.timeouts()));
    }

    /// A provider that is not used, but whose names mean something in the configuration.
    private static Obj names(Provider p) {
        Arr models = Json.array();
        for (Model model : p.models()) {
            models.add(Json.object().put("id", model.id()).put("aliases", texts(model.aliases())));
        }
        return Json.object().put("id", p.id()).put("enabled", false).put("baseUrl", "https://disabled.invalid")
            .put("formats", formats(p.formats())).put("models", models);
    }

    /// The addresses that differ from the usual one.
    private static Obj bases(Provider p) {
        Obj bases = Json.object();
        for (Format format : p.formats()) {
            String own = p.baseUrlFor(format);
            if (own != null && !own.equals(p.baseUrl())) bases.put(format.word(), own);
        }
        return bases.members().isEmpty() ? null : bases;
    }

    private static Json auth(Auth auth) {
        if (auth == null) return null;
        return switch (auth.type()) {
            case BEARER -> Json.of("bearer");
            case X_API_KEY -> Json.of("x-api-key");
            case NONE -> Json.of("none");
            case HEADER -> {
                Obj header = Json.object().put("headerName", auth.headerName());
                yield auth.prefix().isEmpty() ? header : header.put("prefix", auth.prefix());
            }
        };
    }

    private static Obj auths(Provider p) {
        Obj auths = Json.object();
        for (Format format : Format.values()) {
            if (p.authByFormat().get(format) instanceof Auth own) auths.put(format.word(), auth(own));
        }
        return auths.members().isEmpty() ? null : auths;
    }

    private static Obj headers(Provider p) {
        Obj headers = Json.object();
        for (CustomHeader header : p.headers()) {
            headers.put(header.name(), header.value() == null ? Json.Null.NULL : Json.of(header.value()));
        }
        return headers.members().isEmpty() ? null : headers;
    }

    private static Json model(Model model) {
        Obj json = Json.object().put("id", model.id()).put("aliases", texts(model.aliases()))
            .put("formats", model.formats().isEmpty() ? null : formats(model.formats()));
        if (!model.enabled()) json.put("enabled", false);
        json.put("contextWindow", number(model.contextWindow()))
            .put("maxOutputTokens", number(model.maxOutputTokens()))
            .put("fallbackModels", texts(model.fallbackModels()));
        if (model.inlineThinking() != null) json.put("inlineThinking", model.inlineThinking());
        if (!model.capabilities().isUnknown()) json.put("capabilities", capabilities(model));
        return json.members().size() == 1 ? Json.of(model.id()) : json;
    }

    private static Obj capabilities(Model model) {
        Obj known = Json.object();
        for (Map.Entry<String, Boolean> one : model.capabilities().known().entrySet()) {
            known.put(one.getKey(), one.getValue());
        }
        return known;
    }

    private static Arr caps(List<Bucket> buckets) {
        if (buckets.isEmpty()) return null;
        Arr caps = Json.array();
        for (Bucket bucket : buckets) caps.add(cap(bucket));
        return caps;
    }

    private static Obj cap(Bucket bucket) {
        Obj cap = Json.object().put("id", bucket.id()).put("name", bucket.name())
            .put("models", bucket.models().isEmpty() ? Json.array(Json.of("all")) : Json.strings(bucket.models()))
            .put("requests", number(bucket.requests())).put("tokens", number(bucket.tokens()))
            .put("concurrency", number(bucket.concurrency()));
        if (bucket.window() == null) return cap;
        return cap.put("window", bucket.window().size() + bucket.window().unit().words().getFirst());
    }

    private static Obj timeouts(Timeouts timeouts) {
        if (timeouts.equals(Timeouts.NONE)) return null;
        return Json.object().put("connectMs", number(timeouts.connectMs()))
            .put("firstByteMs", number(timeouts.firstByteMs())).put("firstEventMs", number(timeouts.firstEventMs()))
            .put("answerMs", number(timeouts.answerMs())).put("idleMs", number(timeouts.idleMs()));
    }

    private static Obj alias(Alias alias) {
        Obj json = Json.object();
        if (alias.strategy() != Alias.Strategy.ORDERED) json.put("strategy", alias.strategy().word());
        return json.put("targets", targets(alias.targets())).put("fallbackTargets", targets(alias.fallbackTargets()));
    }

    private static Arr targets(List<AliasTarget> targets) {
        if (targets.isEmpty()) return null;
        Arr list = Json.array();
        for (AliasTarget target : targets) {
            list.add(target.weight().equals("1") ? Json.of(target.ref())
                : Json.object().put("ref", target.ref()).put("weight", new Num(target.weight())));
        }
        return list;
    }

    private static Arr formats(List<Format> formats) {
        return Json.strings(formats.stream().map(Format::word).toList());
    }

    private static Arr texts(List<String> texts) {
        return texts.isEmpty() ? null : Json.strings(texts);
    }

    private static Num number(Long value) {
        return value == null ? null : Json.of(value);
    }
}
