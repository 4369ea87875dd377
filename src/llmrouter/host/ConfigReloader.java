package llmrouter.host;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import llmrouter.config.Config;
import llmrouter.config.ConfigDiff;
import llmrouter.files.ConfigText;
import llmrouter.host.LoadedConfig.Check;
import llmrouter.routing.EndedCooldown;

/// Applies a changed configuration to a running gateway, or keeps the present one and says why. A request under way
/// ends with the configuration it began with. Thread-safe.
final class ConfigReloader {
    /// Of a broken file the first problems are said; `config validate` lists all.
    private static final int SHOWN = 3;

    private final HostContext context;
    private final GatewayInputs inputs;
    private Function<Config, List<EndedCooldown>> applied;
    private Runnable refused;
    private Config current;
    private String known;

    /// What came of a configuration.
    ///
    /// @param said the line about it, which the person who started the gateway has seen
    record ReloadResult(boolean reloaded, String said) {}

    /// @param first what the gateway begins with
    ConfigReloader(HostContext context, GatewayInputs inputs, LoadedConfig first) {
        this.context = context;
        this.inputs = inputs;
        this.known = first.text().text();
        this.current = first.config();
    }

    /// The gateway serves from now on.
    ///
    /// @param applied gets each configuration that replaces the present one, and says which cooldowns ended by that
    /// @param refused is called for each change that is not applied
    synchronized void attach(Function<Config, List<EndedCooldown>> applied, Runnable refused) {
        this.applied = applied;
        this.refused = refused;
    }

    /// Applies a text that the watch has read, unless it is the one in use.
    synchronized void changed(ConfigText text) {
        if (!text.text().equals(known)) apply(text);
    }

    /// Reads the configuration and all keys it points to now, whether or not it has changed.
    synchronized ReloadResult reload() {
        if (applied == null) return new ReloadResult(false, "the gateway is still starting");
        try {
            return apply(inputs.configText());
        } catch (IOException | HostError e) {
            return keep(List.of(e.getMessage()));
        }
    }

    private ReloadResult apply(ConfigText text) {
        known = text.text();
        return switch (inputs.check(text)) {
            case Check.Unusable(List<String> problems) -> keep(problems);
            // one slip in an editor must not let clients in without a key
            case Check.Usable(Config next) when losesItsKey(next) ->
                keep(List.of("it has no client key any more; restart the gateway to run without one"));
            case Check.Usable(Config next) -> apply(next);
        };
    }

    private boolean losesItsKey(Config next) {
        return current.hasClientKey() && !next.hasClientKey();
    }

    private ReloadResult apply(Config next) {
        ConfigDiff diff = ConfigDiff.of(current, next);
        current = next;
        List<String> calledAgain = applied.apply(next).stream().map(EndedCooldown::provider).toList();
        return said(true, "configuration reloaded: "
            + (diff.isEmpty() ? "no effective change" : diff.line(calledAgain)));
    }

    /// Keeps the present configuration and says why.
    synchronized ReloadResult keep(List<String> reasons) {
        refused.run();
        String shown = String.join("\n  ", reasons.subList(0, Math.min(SHOWN, reasons.size())));
        String more = reasons.size() > SHOWN ? "\n  and " + (reasons.size() - SHOWN) + " more" : "";
        return said(false, "configuration not taken, the old one stays:\n  " + shown + more);
    }

    private ReloadResult said(boolean reloaded, String line) {
        context.say(line);
        return new ReloadResult(reloaded, line);
    }
}
