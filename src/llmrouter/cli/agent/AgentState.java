package llmrouter.cli.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.text.Plural;

/// What is configured, as the guide tells it. No key is in it.
///
/// @param path     the file, or the variable of the environment
/// @param exists   whether there is a configuration
/// @param problems why it cannot be used; empty if it can
/// @param config   what it says; empty if it cannot be read
/// @param keys     for each provider, in its order: where its key is, and whether it can be had here
record AgentState(String path, boolean exists, List<String> problems, Config config, List<KeyState> keys) {

    /// @param place   e.g. `variable OPENAI_API_KEY`
    /// @param missing why the key cannot be had here; null if it can, or if only running a command would tell
    record KeyState(String provider, String place, String missing) {}

    static AgentState read(Invocation invocation, GatewayInputs inputs) throws IOException {
        String path = inputs.hasConfigFile() ? invocation.configFile().toString()
            : inputs.configText().path().toString();
        try {
            ConfigText text = inputs.hasConfigFile() ? ConfigStore.at(invocation.configFile()).read()
                : inputs.configText();
            return of(text, new Secrets(invocation.shell().environment()::get, invocation.shell().home()));
        } catch (FileError e) {
            return new AgentState(path, true, List.of(e.getMessage()), Config.EMPTY, List.of());
        }
    }

    private static AgentState of(ConfigText text, Secrets secrets) {
        ConfigOutcome outcome = text.outcome();
        String path = text.path().toString();
        boolean exists = text.text() != null;
        return switch (outcome) {
            case InvalidConfig invalid -> new AgentState(path, exists,
                invalid.problems().stream().map(Finding::describe).toList(), Config.EMPTY, List.of());
            case ValidConfig valid ->
                new AgentState(path, exists, List.of(), valid.config(), keys(valid.config(), secrets));
        };
    }

    private static List<KeyState> keys(Config config, Secrets secrets) {
        var keys = new ArrayList<KeyState>();
        for (Provider provider : config.providers()) {
            Secret key = provider.apiKey();
            keys.add(new KeyState(provider.id(), place(key), key == null ? null : secrets.missing(key)));
        }
        return keys;
    }

    private static String place(Secret key) {
        return switch (key) {
            case null -> "no key";
            case EnvSecret(String variable) -> "variable " + variable;
            case FileSecret(String path) -> "file " + path;
            case CommandSecret _ -> "command";
            case InlineSecret _ -> "in the configuration file";
            case MissingSecret missing -> place(missing.place());
        };
    }

    // ── lists ──

    List<Provider> enabledProviders() {
        return config.providers().stream().filter(Provider::enabled).toList();
    }

    /// `provider/model` of everything that is enabled.
    List<String> models() {
        var models = new ArrayList<String>();
        for (Provider provider : enabledProviders()) {
            for (Model model : provider.models()) {
                if (model.enabled()) models.add(provider.id() + "/" + model.id());
            }
        }
        return models;
    }

    /// `id: strategy, targets`.
    List<String> aliases() {
        var aliases = new ArrayList<String>();
        for (Alias alias : config.aliases().values()) {
            String targets = String.join(" ", alias.targets().stream().map(Alias.AliasTarget::ref).toList());
            aliases.add(alias.id() + " (" + alias.strategy().word() + ": " + targets + ")");
        }
        return aliases;
    }

    /// `provider/cap (400 requests/1h, 4 concurrent)`.
    List<String> caps() {
        var caps = new ArrayList<String>();
        for (Provider provider : config.providers()) {
            for (Bucket cap : provider.rateLimits()) {
                caps.add(provider.id() + "/" + cap.id() + " (" + numbers(cap) + ")");
            }
        }
        return caps;
    }

    private static String numbers(Bucket cap) {
        var parts = new ArrayList<String>();
        String window = cap.window() == null ? "" : "/" + cap.window().size() + cap.window().unit().words().getFirst();
        if (cap.requests() != null) parts.add(Plural.of(cap.requests(), "request") + window);
        if (cap.tokens() != null) parts.add(Plural.of(cap.tokens(), "token") + window);
        if (cap.concurrency() != null) parts.add(cap.concurrency() + " concurrent");
        if (!cap.models().isEmpty()) parts.add("for " + String.join(" ", cap.models()));
        return String.join(", ", parts);
    }

    /// Names that a client may ask for, the likeliest first: the default model, the aliases, the models with a name.
    Set<String> choices() {
        var choices = new LinkedHashSet<String>();
        if (config.defaultModel() != null) choices.add(config.defaultModel());
        choices.addAll(config.aliases().keySet());
        for (String model : models()) {
            if (!model.endsWith("/" + Model.EVERY)) choices.add(model);
        }
        return choices;
    }

    boolean hasMasterKey() {
        return config.masterKey() != null;
    }
}
