package vectors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.config.ConfigDiff;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Config;
import llmrouter.config.Finding;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.config.edit.compare.MaskedText;
import llmrouter.config.keys.FetchedKeys;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.read.UnknownSettings;
import llmrouter.config.schema.ConfigSchema;
import llmrouter.config.secrets.SecretWords;
import llmrouter.json.Json;
import llmrouter.routing.Fingerprint;

/// The configuration: read, changed, compared; the settings; the secrets of both.
final class ConfigAnswers {
    private static final Map<String, Config> KNOWN = new HashMap<>();

    private ConfigAnswers() {}

    static String of(String text) {
        ConfigOutcome outcome = ConfigReader.read(text, "config.json");
        String shown = outcome(outcome) + "\n" + MaskedText.of(text);
        if (!(outcome instanceof ValidConfig(Config config, _, _))) return shown;
        Config known = Fingerprint.intoAll(config, AdmissionAnswers::digest);
        return shown + "\n" + new TreeMap<>(Fingerprint.byProvider(known)) + FetchedKeys.lines(config)
            + config.leftOutLines() + ConfigDiff.of(Config.EMPTY, config).line();
    }

    /// The configuration that a vector is about. Many vectors have the same one.
    static Config valid(String text) {
        return KNOWN.computeIfAbsent(text, ConfigAnswers::read);
    }

    private static Config read(String text) {
        if (ConfigReader.read(text, "config.json") instanceof ValidConfig(Config config, _, _)) return config;
        throw new IllegalStateException("a vector's configuration is wrong: " + ConfigReader.read(text, "config.json"));
    }

    static String outcome(ConfigOutcome outcome) {
        var left = new StringBuilder();
        if (outcome instanceof ConfigOutcome.InvalidConfig(var problems, _)) describe("problem ", problems, left);
        describe("warning ", outcome.warnings(), left);
        if (outcome instanceof ValidConfig(Config config, int version, _)) left.append(version).append(shown(config));
        return left.toString();
    }

    private static void describe(String begin, List<Finding> findings, StringBuilder left) {
        for (Finding finding : findings) left.append(begin).append(finding.describe()).append('\n');
    }

    /// The maps of a provider have no order.
    private static String shown(Config config) {
        var left = new StringBuilder().append(config.masterKey()).append(config.masterKeys())
            .append(config.defaultModel()).append(config.unknownModels()).append(config.strictTranslation())
            .append(config.aliases());
        for (Provider p : config.providers()) {
            left.append('\n').append(p.id()).append(p.name()).append(p.enabled()).append(p.baseUrl())
                .append(new TreeMap<>(p.baseUrlByFormat())).append(p.formats()).append(p.auth())
                .append(new TreeMap<>(p.authByFormat())).append(p.headers()).append(p.models()).append(p.rateLimits())
                .append(p.timeouts()).append(p.anthropicVersion()).append(KeyPlace.named(p));
        }
        return left.toString();
    }

    /// @param environment variables and their values
    static String settings(Json.Obj environment) {
        var all = new TreeMap<String, String>();
        for (String name : environment.members().keySet()) all.put(name, environment.text(name));
        return SettingsReader.read(environment::text) + "\n" + SettingsReader.readHosted(environment::text) + "\n"
            + UnknownSettings.in(all);
    }

    static String schema() {
        return ConfigSchema.schema().toString();
    }

    /// The secrets of a text's own words are taken out of it.
    static String secrets(String secret, String text) {
        var words = new SecretWords(List.of(secret, "another-secret-0123456789"));
        return words.in(text) + " " + words.without(text) + "\n" + words.withoutBeginning(text) + "\n"
            + words.withoutInBody(text) + "\n" + words.and(text.length() > 20 ? text.substring(0, 20) : text).in(text);
    }
}
