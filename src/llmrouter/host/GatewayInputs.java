package llmrouter.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Settings;
import llmrouter.config.keys.FetchedKeys;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.read.SettingsTable;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.files.RollingLog;
import llmrouter.files.Secrets;
import llmrouter.files.TlsFiles;
import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.host.LoadedConfig.Check;

/// What a gateway is started with: the settings of the environment, the configuration, the keys that it names, the
/// request log, the key for TLS. Code that starts a gateway and code that only looks at one both read these here. An
/// input that cannot be used is a [HostError] that lists all problems.
///
/// Immutable; each method reads again, so that a later call sees a changed file.
public final class GatewayInputs {
    private static final String ADD_PROVIDER = "add one with 'llm-router config add-provider'";

    private final HostContext context;
    private final Settings settings;
    private final ConfigStore file;

    private GatewayInputs(HostContext context, Settings settings, ConfigStore file) {
        this.context = context;
        this.settings = settings;
        this.file = file;
    }

    /// Reads the settings, and finds out where the configuration is.
    ///
    /// @param configFile the file that the user named, which replaces the choice of the environment; or null
    public static GatewayInputs of(HostContext context, String configFile) {
        Settings settings = settings(context);
        boolean inline = configFile == null && settings.configJson() != null;
        String variable = SettingsTable.CONFIG_FILE.in(context.environment()::get);
        Path path = ConfigStore.locate(configFile, variable, context.home());
        return new GatewayInputs(context, settings, inline ? null : ConfigStore.at(path));
    }

    private static Settings settings(HostContext context) {
        return switch (SettingsReader.read(context.environment()::get)) {
            case Settings.SettingsOutcome.ValidSettings valid -> valid.settings();
            case Settings.SettingsOutcome.InvalidSettings invalid ->
                throw HostError.usage(listed("environment variables cannot be used:",
                    invalid.problems().stream().map(Settings.SettingProblem::describe).toList()));
        };
    }

    public Settings settings() {
        return settings;
    }

    /// Whether the configuration is in a file, which can change, rather than in an environment variable, which cannot.
    public boolean hasConfigFile() {
        return file != null;
    }

    /// The configuration's text. A text out of the environment has the variable's name for its path.
    public ConfigText configText() throws IOException {
        if (file == null) {
            return new ConfigText(Path.of(SettingsTable.CONFIG_JSON.name()), settings.configJson(), List.of());
        }
        ConfigText text = file.read();
        if (text.text() != null) return text;
        throw HostError.usage("there is no configuration at " + text.path()
            + "; " + ADD_PROVIDER
            + ", or look at 'llm-router demo' first");
    }

    /// The configuration as it is written; keys are not looked up. For code that only looks at it. Prints its warnings.
    public Config writtenConfig() throws IOException {
        ConfigText text = configText();
        ConfigOutcome outcome = text.outcome();
        for (String warning : text.warnings()) context.say("warning: " + warning);
        for (Finding warning : outcome.warnings()) context.say("warning: " + warning.describe());
        return switch (outcome) {
            case ConfigOutcome.ValidConfig valid -> valid.config();
            case ConfigOutcome.InvalidConfig invalid -> throw unusable(lines(invalid.problems()));
        };
    }

    /// The configuration to start with, with all keys in it. Prints its warnings.
    public LoadedConfig load() throws IOException {
        ConfigText text = configText();
        Check check = check(text);
        for (String warning : check.warnings()) context.say("warning: " + warning);
        return switch (check) {
            case Check.Usable(Config config, List<String> warnings) -> new LoadedConfig(text, config, warnings);
            case Check.Unusable(List<String> problems, _, _) -> throw unusable(problems);
        };
    }

    /// Whether a gateway can run with a text, and what is worth a warning; prints nothing.
    Check check(ConfigText text) {
        ConfigOutcome outcome = text.outcome();
        var warnings = new ArrayList<>(text.warnings());
        warnings.addAll(lines(outcome.warnings()));
        return switch (outcome) {
            case ConfigOutcome.InvalidConfig invalid ->
                new Check.Unusable(lines(invalid.problems()), warnings, List.of());
            case ConfigOutcome.ValidConfig valid when !hasProvider(valid.config()) ->
                new Check.Unusable(List.of(text.path() + " has no enabled provider; " + ADD_PROVIDER), warnings,
                    List.of());
            case ConfigOutcome.ValidConfig valid -> withKeys(valid.config(), warnings);
        };
    }

    private static boolean hasProvider(Config config) {
        return config.providers().stream().anyMatch(Provider::enabled);
    }

    /// Providers without their key are left out. But a gateway needs one provider that it can call, and never runs
    /// without the master key that its configuration names.
    private Check withKeys(Config written, List<String> warnings) {
        Secrets.ResolvedSecrets resolved = context.secrets().resolve(withEnvironmentKey(written));
        warnings.addAll(FetchedKeys.lines(resolved.config()));
        List<String> leftOut = resolved.config().leftOutLines();
        boolean callable = resolved.config().providers().stream().anyMatch(p -> p.enabled() && p.leftOut() == null);
        var problems = new ArrayList<String>();
        if (resolved.problem() != null) problems.add(resolved.problem());
        // while one provider can be called, those that are left out are no reason to refuse
        (callable ? warnings : problems).addAll(leftOut);
        if (!problems.isEmpty()) return new Check.Unusable(problems, warnings, awaitedFiles(resolved.config()));
        return new Check.Usable(resolved.config(), warnings);
    }

    /// The key files of the master key and of the enabled providers, whether they hold a key or not yet.
    ///
    /// @param config whose keys were looked up
    List<Path> awaitedFiles(Config config) {
        var keys = new ArrayList<Secret>();
        if (config.masterKey() != null) keys.add(config.masterKey());
        for (Provider p : config.providers()) {
            if (p.enabled() && p.apiKey() != null) keys.add(p.apiKey());
            if (p.enabled() && p.certificatePassword() != null) keys.add(p.certificatePassword());
        }
        return keys.stream()
            .map(key -> KeyPlace.of(key) instanceof FileSecret(String path) ? context.expand(path) : null)
            .filter(path -> path != null).distinct().toList();
    }

    /// The environment's master key replaces the file's.
    private Config withEnvironmentKey(Config config) {
        return settings.masterKey() == null ? config : config.withMasterKey(
            new InlineSecret(settings.masterKey(), new EnvSecret(SettingsTable.MASTER_KEY.name())));
    }

    /// The master key that a gateway started here would have; null if there is none. No other key is looked up.
    public String masterKey() throws IOException {
        if (settings.masterKey() != null) return settings.masterKey();
        Secrets.ResolvedSecrets resolved = context.secrets().resolve(writtenConfig().withProviders(List.of()));
        if (resolved.problem() != null) throw unusable(List.of(resolved.problem()));
        return resolved.config().masterKey() instanceof InlineSecret key ? key.value() : null;
    }

    /// As [#masterKey], for a command that asks a gateway which may have another configuration: null too if the one
    /// here is missing or cannot be used.
    public String knownMasterKey() {
        try {
            return masterKey();
        } catch (IOException | HostError _) {
            return null;
        }
    }

    /// The log of requests; null if it is off.
    public RollingLog requestLog() {
        String path = settings.log().requestLogPath();
        return path == null ? null : RollingLog.at(context.expand(path));
    }

    /// Refuses a request log that cannot be written, if the user named one. The default log may be missing.
    public void checkRequestLog() {
        RollingLog log = requestLog();
        if (log == null || context.environment().get(SettingsTable.REQUEST_LOG.name()) == null) return;
        try {
            log.prepare(line -> context.say("request log: " + line));
        } catch (IOException e) {
            throw HostError.usage(SettingsTable.REQUEST_LOG.name() + "=" + settings.log().requestLogPath()
                + " cannot be used: it cannot be written (" + FileError.words(e)
                + "); allowed: a file that can be written, or off");
        }
    }

    /// The gateway's own key for TLS; null for plain HTTP. Prints a warning if clients will refuse the certificate.
    ///
    /// @param keystore     the file that the user named, or null for the environment's
    /// @param passwordFile likewise
    public ListenerKey listenerKey(String keystore, String passwordFile) {
        String path = keystore == null ? settings.tls().keystore() : keystore;
        if (path == null) return null;
        Secret password = passwordFile == null ? settings.tls().password() : new Secret.FileSecret(passwordFile);
        try {
            String opened = password == null ? null : context.secrets().value(password);
            ListenerKey key = TlsFiles.listening(context.expand(path), opened);
            if (key.trouble() != null) context.say("warning: clients will refuse " + path + ": " + key.trouble());
            return key;
        } catch (FileError e) {
            throw HostError.usage(e.getMessage());
        }
    }

    private static HostError unusable(List<String> problems) {
        return HostError.usage(listed("the configuration cannot be used:", problems));
    }

    private static List<String> lines(List<Finding> findings) {
        return findings.stream().map(Finding::describe).toList();
    }

    private static String listed(String heading, List<String> lines) {
        return heading + "\n  " + String.join("\n  ", lines);
    }
}
