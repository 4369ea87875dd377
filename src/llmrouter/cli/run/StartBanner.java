package llmrouter.cli.run;

import java.util.ArrayList;
import java.util.List;

import llmrouter.Version;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.KnownClient;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.text.Plural;

/// What `start` says once it listens: where, what is served, who may come, and what to paste into clients. Never a key.
///
/// @param source where the configuration came from
record StartBanner(String url, String source, Config config, boolean auth) {
    private static final int MOST_NAMES = 12;
    private static final List<KnownClient> SHOWN = List.of(KnownClient.CLAUDE_CODE, KnownClient.CODEX, KnownClient.OPENAI_SDK, KnownClient.CURL);

    List<String> lines() {
        var lines = new ArrayList<>(List.of(
            "llm-router " + Version.CURRENT + " listens on " + url,
            "  configuration  " + source,
            "  providers      " + list(config.providers().stream().filter(Provider::enabled).map(StartBanner::provider).toList()),
            "  aliases        " + list(config.aliases().values().stream().map(StartBanner::alias).toList()),
            "  default model  " + (config.defaultModel() == null ? "none" : config.defaultModel()),
            "  access         " + (auth ? "a key is required: the master key, or a named client key" : "no key is required"),
            "  status page    " + url + "/ in a browser" + (auth ? ", with the key as the password" : ""),
            ""));
        var access = new GatewayAccess(url, auth ? "YOUR_MASTER_KEY" : null, model());
        for (KnownClient client : SHOWN) lines.addAll(client.setup(access).text());
        return lines;
    }

    /// The same for programs, as one line, so that whoever started the gateway can wait for it.
    Json.Obj json() {
        var providers = Json.array();
        for (Provider p : config.providers()) if (p.enabled()) providers.add(Json.of(p.id()));
        return Json.object().put("url", url).put("version", Version.CURRENT).put("configuration", source).put("providers", providers)
            .put("aliases", Json.strings(config.aliases().keySet())).put("defaultModel", config.defaultModel()).put("keyWanted", auth);
    }

    private static String provider(Provider provider) {
        int models = provider.models().size();
        return provider.id() + " (" + String.join(" and ", provider.formats().stream().map(Format::word).toList()) + ", "
            + Plural.of(models, "model") + ")";
    }

    private static String alias(Alias alias) {
        String fallbacks = alias.fallbackTargets().isEmpty() ? "" : "; then " + refs(alias.fallbackTargets());
        return alias.id() + " -> " + alias.strategy().word() + " " + refs(alias.targets()) + fallbacks;
    }

    private static String refs(List<Alias.AliasTarget> targets) {
        return String.join(", ", targets.stream().map(Alias.AliasTarget::ref).toList());
    }

    private static String list(List<String> words) {
        if (words.isEmpty()) return "none";
        int shown = Math.min(words.size(), MOST_NAMES);
        String more = words.size() > shown ? "\n                 and " + (words.size() - shown) + " more" : "";
        return String.join("\n                 ", words.subList(0, shown)) + more;
    }

    /// The model to try first: an alias, as somebody has thought about it, else the default, else any.
    private String model() {
        String preset = config.defaultModel();
        if (!config.aliases().isEmpty() && (preset == null || !config.aliases().containsKey(preset))) return config.aliases().keySet().iterator().next();
        if (preset != null) return preset;
        for (Provider provider : config.providers()) {
            if (provider.enabled() && !provider.models().isEmpty()) return provider.id() + "/" + provider.models().getFirst().id();
        }
        return "PROVIDER/MODEL";
    }
}
