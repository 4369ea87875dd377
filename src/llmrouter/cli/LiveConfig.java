package llmrouter.cli;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.config.Config;
import llmrouter.config.ConfigDiff;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Finding;
import llmrouter.config.Provider;
import llmrouter.files.ConfigText;
import llmrouter.files.Secrets;

/// Takes a changed configuration into a running gateway, or says why not and leaves the old one. Requests under way end on the one they
/// began with.
final class LiveConfig {
    /// A broken file is told by its first mistakes; `config validate` tells them all.
    private static final int SHOWN = 3;

    private final Invocation invocation;
    private final String masterKey;
    private final Consumer<Config> replace;
    private final Runnable kept;
    private Config current;

    /// @param masterKey of the environment, which goes before the file's; or null
    /// @param current   what the gateway runs on
    /// @param kept      hears of each change that is not taken
    LiveConfig(Invocation invocation, String masterKey, Config current, Consumer<Config> replace, Runnable kept) {
        this.invocation = invocation;
        this.masterKey = masterKey;
        this.current = current;
        this.replace = replace;
        this.kept = kept;
    }

    void take(ConfigText text) {
        switch (text.outcome()) {
            case ConfigOutcome.InvalidConfig invalid -> keep(invalid.problems().stream().map(Finding::describe).toList());
            case ConfigOutcome.ValidConfig valid when valid.config().providers().stream().noneMatch(Provider::enabled) ->
                keep(List.of("it has no enabled provider"));
            case ConfigOutcome.ValidConfig valid -> take(valid.config());
        }
    }

    private void take(Config written) {
        Shell shell = invocation.shell();
        Secrets.ResolvedSecrets resolved = new Secrets(shell.environment()::get, shell.home()).resolve(Setup.withMasterKey(written, masterKey));
        if (!resolved.problems().isEmpty()) {
            keep(resolved.problems());
            return;
        }
        Config next = resolved.config();
        if (lockedNow(current) && !lockedNow(next)) {
            keep(List.of("it has no client key any more; restart to run without one"));
            return;
        }
        String diff = ConfigDiff.line(current, next);
        current = next;
        replace.accept(next);
        invocation.say("configuration reloaded: " + (diff.isEmpty() ? "nothing changed in meaning" : diff));
    }

    /// A slip of the editor must not open the gateway to everybody.
    private static boolean lockedNow(Config config) {
        return config.masterKey() != null || !config.masterKeys().isEmpty();
    }

    /// Says why nothing was taken.
    void keep(List<String> reasons) {
        kept.run();
        String shown = String.join("\n  ", reasons.subList(0, Math.min(SHOWN, reasons.size())));
        String more = reasons.size() > SHOWN ? "\n  and " + (reasons.size() - SHOWN) + " more" : "";
        invocation.say("configuration not taken, the old one stays:\n  " + shown + more);
    }
}
