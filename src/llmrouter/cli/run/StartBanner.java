package llmrouter.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import llmrouter.Version;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.KnownClient;
import llmrouter.clients.UsualModel;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.text.Plural;

/// What `start` prints once the gateway listens: its address, what it serves, whether clients need a key, and what to
/// paste into clients. Never a key.
///
/// @param url    where the gateway listens, for this machine
/// @param reach  where clients find it, on this machine and on others
/// @param source the file of the configuration, or the environment variable
/// @param auth   whether clients must show a key
record StartBanner(String url, String reach, String source, Config config, boolean auth) {
    private static final int MOST_NAMES = 12;
    private static final List<KnownClient> SHOWN =
        List.of(KnownClient.CLAUDE_CODE, KnownClient.CODEX, KnownClient.OPENAI_SDK, KnownClient.CURL);

    List<String> lines() {
        var lines = new ArrayList<>(List.of("llm-router " + Version.CURRENT + " listens on " + url));
        if (!reach.equals(url)) lines.add("  clients use    " + reach);
        lines.addAll(List.of(
            "  configuration  " + source,
            "  providers      " + list(enabled().map(StartBanner::provider).toList()),
            "  aliases        " + list(config.aliases().values().stream().map(StartBanner::alias).toList()),
            "  default model  " + (config.defaultModel() == null ? "none" : config.defaultModel()),
            "  access         " + (auth ? "a key is required: " + keys() : "no key is required"),
            "  status page    " + url + "/ in a browser" + (auth ? ", with a key as the password" : ""),
            ""));
        var access = GatewayAccess.of(reach, auth ? placeholder() : null, model(), config);
        for (KnownClient client : SHOWN) lines.addAll(client.setup(access).text());
        return lines;
    }

    /// The same as one line for programs: a program that starts a gateway can wait for this line.
    Json.Obj json() {
        return Json.object().put("url", url).put("clientUrl", reach)
            .put("version", Version.CURRENT).put("configuration", source)
            .put("providers", Json.strings(enabled().map(Provider::id).toList()))
            .put("leftOut", Json.strings(enabled().filter(p -> p.leftOut() != null).map(Provider::id).toList()))
            .put("aliases", Json.strings(config.aliases().keySet()))
            .put("defaultModel", config.defaultModel()).put("keyWanted", auth);
    }

    /// The kinds of keys that clients may show.
    private String keys() {
        if (config.masterKeys().isEmpty()) return "the master key";
        return config.masterKey() == null ? "a client key" : "the master key or a client key";
    }

    /// What stands for a key in the lines for clients.
    private String placeholder() {
        if (config.masterKeys().isEmpty()) return "YOUR_MASTER_KEY";
        return config.masterKey() == null ? "YOUR_CLIENT_KEY" : "YOUR_KEY";
    }

    private Stream<Provider> enabled() {
        return config.providers().stream().filter(Provider::enabled);
    }

    private static String provider(Provider provider) {
        boolean every = provider.everyModel() != null;
        int models = provider.models().size();
        String formats = String.join(" and ", provider.formats().stream().map(Format::word).toList());
        String number = every ? "every model" : Plural.of(models, "model");
        return provider.id() + " (" + formats + ", " + number + ")"
            + (provider.leftOut() == null ? "" : ": left out, its key cannot be had");
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

    private String model() {
        String usual = UsualModel.of(config);
        return usual == null ? "PROVIDER/MODEL" : usual;
    }
}
