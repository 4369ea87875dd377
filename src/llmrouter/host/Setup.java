package llmrouter.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.Shell;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Settings;
import llmrouter.config.read.SettingsReader;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.files.RollingLog;
import llmrouter.files.Secrets;
import llmrouter.files.TlsFiles;
import llmrouter.files.TlsFiles.ListenerKey;

/// What a gateway would run with: the environment and the configuration, read as `start` reads them. Whatever cannot be used is a [CliError]
/// that lists all of it.
public final class Setup {
    private Setup() {}

    public static Settings settings(Invocation invocation) {
        return switch (SettingsReader.read(invocation.shell().environment()::get)) {
            case Settings.SettingsOutcome.ValidSettings valid -> valid.settings();
            case Settings.SettingsOutcome.InvalidSettings invalid ->
                throw CliError.usage(listed("environment variables cannot be used:",
                    invalid.problems().stream().map(Settings.SettingProblem::describe).toList()));
        };
    }

    /// The configuration's text: what the environment holds unless a file is named, else the file.
    public static ConfigText text(Invocation invocation, Settings settings) throws IOException {
        if (settings.configJson() != null && !invocation.arguments().given("config")) {
            return new ConfigText(Path.of("LLM_ROUTER_CONFIG_JSON"), settings.configJson(), List.of());
        }
        ConfigText text = ConfigStore.at(invocation.configFile()).read();
        if (text.text() != null) return text;
        throw CliError.usage("there is no configuration at " + text.path() + "; make one with 'llm-router config --operation=upsert-provider', "
            + "or look at 'llm-router demo' first");
    }

    public static Config config(Invocation invocation, ConfigText text) {
        ConfigOutcome outcome = text.outcome();
        for (String warning : text.warnings()) invocation.say("warning: " + warning);
        for (Finding warning : outcome.warnings()) invocation.say("warning: " + warning.describe());
        return switch (outcome) {
            case ConfigOutcome.ValidConfig valid -> valid.config();
            case ConfigOutcome.InvalidConfig invalid ->
                throw CliError.usage(listed("the configuration cannot be used:", invalid.problems().stream().map(Finding::describe).toList()));
        };
    }

    /// The environment's key goes before the file's.
    public static Config withMasterKey(Config config, String key) {
        return key == null ? config : config.withMasterKey(new InlineSecret(key));
    }

    /// The configuration with all its keys in it.
    public static Config keys(Invocation invocation, Config config) {
        Shell shell = invocation.shell();
        Secrets.ResolvedSecrets resolved = new Secrets(shell.environment()::get, shell.home()).resolve(config);
        if (resolved.problems().isEmpty()) return resolved.config();
        throw CliError.usage(listed("keys that the configuration points to cannot be had:", resolved.problems()));
    }

    /// Where requests are logged; null if they are not.
    public static RollingLog requestLog(Invocation invocation, Settings settings) {
        String path = settings.log().requestLogPath();
        return path == null ? null : RollingLog.at(ConfigStore.expand(path, invocation.shell().home()));
    }

    /// A log that was asked for must be one that can be written; the usual one is a wish.
    public static void checkRequestLog(Invocation invocation, Settings settings) {
        if (settings.log().requestLogPath() == null || invocation.shell().environment().get("LLM_ROUTER_REQUEST_LOG") == null) return;
        try {
            requestLog(invocation, settings).prepare();
        } catch (IOException e) {
            throw CliError.usage("LLM_ROUTER_REQUEST_LOG=" + settings.log().requestLogPath() + " cannot be used: it cannot be written (" + e
                + "); allowed: a file that can be written, or off");
        }
    }

    /// The gateway's own key for TLS; null if it listens without.
    public static ListenerKey listenerKey(Invocation invocation, Settings settings) {
        Arguments arguments = invocation.arguments();
        String keystore = arguments.text("tls-keystore", settings.tls().keystore());
        if (keystore == null) return null;
        Shell shell = invocation.shell();
        Secret password = arguments.given("tls-password-file") ? new Secret.FileSecret(arguments.text("tls-password-file")) : settings.tls().password();
        try {
            String word = password == null ? null : new Secrets(shell.environment()::get, shell.home()).value(password);
            ListenerKey key = TlsFiles.listening(ConfigStore.expand(keystore, shell.home()), word);
            if (key.trouble() != null) invocation.say("warning: clients will refuse " + keystore + ": " + key.trouble());
            return key;
        } catch (FileError e) {
            throw CliError.usage(e.getMessage());
        }
    }

    private static String listed(String heading, List<String> lines) {
        return heading + "\n  " + String.join("\n  ", lines);
    }
}
