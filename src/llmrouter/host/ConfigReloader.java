package llmrouter.host;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.cli.Shell;
import llmrouter.config.Config;
import llmrouter.config.ConfigDiff;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.files.ConfigText;
import llmrouter.files.Secrets;

/// Takes a changed configuration into a running gateway, or says why not and leaves the old one. Requests under way end on the one they
/// began with. Thread-safe.
public final class ConfigReloader {
    /// A broken file is told by its first mistakes; `config validate` tells them all.
    private static final int SHOWN = 3;

    private final Invocation invocation;
    private final Settings settings;
    private Consumer<Config> replace;
    private Runnable kept = () -> {};
    private Config current;
    private String known;

    /// What came of a configuration.
    record Verdict(boolean taken, String said) {}

    /// @param text    what the gateway begins with
    /// @param current the same, with its keys
    public ConfigReloader(Invocation invocation, Settings settings, ConfigText text, Config current) {
        this.invocation = invocation;
        this.settings = settings;
        this.known = text.text();
        this.current = current;
    }

    /// From now on `gateway` takes what is read, and `unchanged` hears of each change that is not taken.
    synchronized void attach(Consumer<Config> gateway, Runnable unchanged) {
        replace = gateway;
        kept = unchanged;
    }

    /// Takes a text that was seen to have changed.
    public synchronized void noticed(ConfigText text) {
        if (!text.text().equals(known)) take(text);
    }

    /// Reads the configuration and all keys it points to now, whether or not it has changed.
    synchronized Verdict reload() {
        try {
            if (replace == null) return new Verdict(false, "the gateway is still starting");
            return take(Setup.text(invocation, settings));
        } catch (IOException | CliError e) {
            return keep(List.of(e.getMessage()));
        }
    }

    private Verdict take(ConfigText text) {
        known = text.text();
        return switch (text.outcome()) {
            case ConfigOutcome.InvalidConfig invalid -> keep(invalid.problems().stream().map(Finding::describe).toList());
            case ConfigOutcome.ValidConfig valid when valid.config().providers().stream().noneMatch(Provider::enabled) ->
                keep(List.of("it has no enabled provider"));
            case ConfigOutcome.ValidConfig valid -> take(valid.config());
        };
    }

    private Verdict take(Config written) {
        Shell shell = invocation.shell();
        Secrets.ResolvedSecrets resolved = new Secrets(shell.environment()::get, shell.home()).resolve(Setup.withMasterKey(written, settings.masterKey()));
        if (!resolved.problems().isEmpty()) return keep(resolved.problems());
        Config next = resolved.config();
        if (lockedNow(current) && !lockedNow(next)) return keep(List.of("it has no client key any more; restart to run without one"));
        String diff = ConfigDiff.line(current, next);
        current = next;
        replace.accept(next);
        return said(true, "configuration reloaded: " + (diff.isEmpty() ? "nothing changed in meaning" : diff));
    }

    /// A slip of the editor must not open the gateway to everybody.
    private static boolean lockedNow(Config config) {
        return config.masterKey() != null || !config.masterKeys().isEmpty();
    }

    /// Says why nothing was taken.
    public synchronized Verdict keep(List<String> reasons) {
        kept.run();
        String shown = String.join("\n  ", reasons.subList(0, Math.min(SHOWN, reasons.size())));
        String more = reasons.size() > SHOWN ? "\n  and " + (reasons.size() - SHOWN) + " more" : "";
        return said(false, "configuration not taken, the old one stays:\n  " + shown + more);
    }

    private Verdict said(boolean taken, String line) {
        invocation.say(line);
        return new Verdict(taken, line);
    }
}
