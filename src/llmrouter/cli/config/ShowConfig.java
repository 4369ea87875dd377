package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.KnownNames;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.edit.compare.KeySource;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.providers.LocalHost;
import llmrouter.providers.ProviderAddress;
import llmrouter.report.ConfigJson;
import llmrouter.text.NearestReference;

/// `config show ID`: one provider, alias, model or cap, with the addresses that are asked for it. An id that means
/// several of them shows them all; without an id everything is listed.
final class ShowConfig {
    private final Invocation in;
    private final Config config;
    private final List<String> lines = new ArrayList<>();

    private ShowConfig(Invocation in, Config config) {
        this.in = in;
        this.config = config;
    }

    static int run(Invocation in) {
        String id = in.arguments().operand();
        if (id == null) return ListConfig.run(in);
        var file = ConfigFile.read(in);
        return switch (file.outcome()) {
            case ValidConfig valid -> new ShowConfig(in, valid.config()).show(id, file.path().toString());
            case InvalidConfig invalid -> ListConfig.refuse(in, invalid);
        };
    }

    private int show(String id, String path) {
        Obj json = Json.object().put("operation", "show").put("config", path).put("id", id);
        for (Provider provider : config.providers()) {
            if (provider.id().equals(id)) json.put("provider", provider(provider));
            if (!id.startsWith(provider.id() + "/")) continue;
            String bare = id.substring(provider.id().length() + 1);
            for (Model model : provider.models()) {
                boolean named = model.id().equals(bare) || model.aliases().contains(bare);
                if (named) json.put("model", model(provider, model));
            }
            boolean passed = !json.has("model") && provider.passesThrough(bare);
            if (passed) json.put("model", model(provider, provider.model(bare)));
        }
        String alias = new KnownNames(config).alias(id);
        if (alias != null) json.put("alias", alias(config.aliases().get(alias)));
        caps(id).forEach((provider, cap) -> json.put("cap", cap(provider, cap)));
        if (lines.isEmpty()) throw unknown(id);
        if (in.arguments().isOn("json")) in.print(json);
        else lines.forEach(in::print);
        return ExitCode.DONE;
    }

    private CliError unknown(String id) {
        var known = new ArrayList<>(new KnownNames(config).all());
        for (Provider provider : config.providers()) {
            known.add(provider.id());
            for (Bucket cap : provider.rateLimits()) known.add(provider.id() + "/" + cap.id());
        }
        return CliError.usage("there is no provider, model, alias or cap '" + id + "'"
            + NearestReference.hint(id, known)
            + "; 'llm-router config list' shows all");
    }

    private Obj provider(Provider provider) {
        lines.add("provider " + provider.id() + " (" + provider.name() + ")"
            + (provider.enabled() ? "" : " disabled"));
        addresses(provider, provider.formats());
        if (provider.timeouts().firstByteMs() == null && LocalHost.isIn(provider.baseUrl())) {
            lines.add("  first byte of a stream: within 300 s, since it is in your own network"
                + " (unless LLM_ROUTER_UPSTREAM_TIMEOUT_MS is set)");
        }
        lines.add("  key: " + KeySource.of(provider.apiKey()));
        String proxy = provider.network().shownProxy();
        if (proxy != null) lines.add("  proxy: " + proxy);
        String certificate = provider.network().shownCertificate();
        if (certificate != null) lines.add("  client certificate: " + certificate);
        List<String> headers = provider.headers().stream().map(CustomHeader::name).toList();
        if (!headers.isEmpty()) lines.add("  headers: " + String.join(", ", headers));
        lines.add("  models: " + ListConfig.models(provider));
        for (Bucket cap : provider.rateLimits()) lines.add("  cap: " + ListConfig.row(cap));
        usedBy(provider.id() + "/", true);
        return ConfigJson.provider(provider);
    }

    private Obj model(Provider provider, Model model) {
        String ref = provider.id() + "/" + model.id();
        boolean on = provider.enabled() && model.enabled();
        lines.add("model " + ref + (on ? "" : " disabled"));
        addresses(provider, model.formats().isEmpty() ? provider.formats() : model.formats());
        if (!model.aliases().isEmpty()) lines.add("  other names: " + String.join(", ", model.aliases()));
        if (model.contextWindow() != null) lines.add("  context window: " + model.contextWindow() + " tokens");
        if (model.maxOutputTokens() != null) lines.add("  longest answer: " + model.maxOutputTokens() + " tokens");
        if (model.inlineThinking() != null) {
            lines.add("  thinking in its text: " + (model.inlineThinking() ? "told apart" : "left as text"));
        }
        if (!model.fallbackModels().isEmpty()) lines.add("  fallbacks: " + String.join(", ", model.fallbackModels()));
        for (Bucket cap : provider.rateLimits()) {
            boolean counts = cap.models().isEmpty() || cap.models().contains(model.id());
            if (counts) lines.add("  cap: " + ListConfig.row(cap));
        }
        usedBy(ref, false);
        return ConfigJson.model(model).put("ref", ref);
    }

    private Obj alias(Alias alias) {
        lines.add("alias " + alias.id());
        lines.add("  strategy: " + alias.strategy().word());
        targets("target", alias.targets());
        targets("fallback target", alias.fallbackTargets());
        usedBy(alias.id(), false);
        return ConfigJson.alias(alias);
    }

    private void targets(String label, List<AliasTarget> targets) {
        var known = new KnownNames(config);
        for (AliasTarget target : targets) {
            String weight = target.weight().equals("1") ? "" : " weight " + target.weight();
            String state = known.disabled(target.ref()) ? " disabled" : "";
            lines.add("  " + label + ": " + target.ref() + weight + state + address(known.canonical(target.ref())));
        }
    }

    /// The address that is asked for a model in its provider's preferred format; empty for an alias.
    private String address(String ref) {
        for (Provider provider : config.providers()) {
            if (ref == null || !ref.startsWith(provider.id() + "/")) continue;
            Format format = provider.formats().getFirst();
            return " → " + ProviderAddress.of(provider, format);
        }
        return "";
    }

    private Obj cap(String provider, Bucket cap) {
        lines.add("cap of provider " + provider + ": " + ListConfig.row(cap));
        return ConfigJson.bucket(cap).put("providerId", provider);
    }

    /// Caps by their providers, for `provider/cap` or the cap's id alone.
    private Map<String, Bucket> caps(String id) {
        var found = new LinkedHashMap<String, Bucket>();
        for (Provider provider : config.providers()) {
            for (Bucket cap : provider.rateLimits()) {
                boolean named = id.equals(cap.id()) || id.equals(provider.id() + "/" + cap.id());
                if (named) found.put(provider.id(), cap);
            }
        }
        return found;
    }

    private void addresses(Provider provider, List<Format> formats) {
        for (Format format : formats) {
            lines.add("  " + format.word() + ": " + ProviderAddress.of(provider, format));
        }
    }

    /// Which parts of the configuration refer to a model or an alias, or to any model with this prefix.
    private void usedBy(String ref, boolean prefix) {
        var known = new KnownNames(config);
        var users = new ArrayList<String>();
        if (means(known, config.defaultModel(), ref, prefix)) users.add("the default model");
        if (means(known, config.unknownModels(), ref, prefix)) users.add("names that are not configured");
        for (Alias alias : config.aliases().values()) {
            var targets = new ArrayList<>(alias.targets());
            targets.addAll(alias.fallbackTargets());
            if (targets.stream().anyMatch(target -> means(known, target.ref(), ref, prefix))) {
                users.add("alias " + alias.id());
            }
        }
        for (Provider provider : config.providers()) {
            for (Model model : provider.models()) {
                boolean uses = model.fallbackModels().stream().anyMatch(each -> means(known, each, ref, prefix));
                if (uses) users.add("fallbacks of " + provider.id() + "/" + model.id());
            }
        }
        lines.add("  used by: " + (users.isEmpty() ? "nothing" : String.join(", ", users)));
    }

    private static boolean means(KnownNames known, String given, String ref, boolean prefix) {
        String canonical = given == null ? null : known.canonical(given);
        return canonical != null && (prefix ? canonical.startsWith(ref) : canonical.equals(ref));
    }
}
