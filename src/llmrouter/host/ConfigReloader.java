package llmrouter.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import llmrouter.config.Config;
import llmrouter.config.ConfigDiff;
import llmrouter.config.KeyPlace;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.host.LoadedConfig.Check;
import llmrouter.routing.EndedCooldown;
import llmrouter.server.ConfigRefusal;

/// Applies a changed configuration to a running gateway, or keeps the present one and says why. A request under way
/// ends with the configuration it began with. Thread-safe.
///
/// While a change is refused, the gateway knows since when and why ([ConfigRefusal]); that ends when a text is taken,
/// also when the text in use is put back.
final class ConfigReloader {
    /// Of a broken file the first problems are said; `config validate` lists all.
    private static final int SHOWN = 3;
    private static final String LOCKED =
        "the gateway has no key any more and refuses every request until it gets one or is restarted";

    private final HostContext context;
    private final GatewayInputs inputs;
    private Target target;
    /// A reload was asked for before the gateway served.
    private boolean postponed;
    /// Written by one thread at a time, and read at any time: a file that is slow to read must not hold up requests.
    private volatile Config current;
    /// The text that was looked at last, taken or refused; null after one that could not be read.
    private String seen;
    /// The text of [#current].
    private volatile String inUse;
    private volatile ConfigRefusal refusal;
    /// The digest of a text without any key for clients that the user has confirmed; null if there is none.
    private String keyless;
    /// The key files of the text in use, and those for which the one that is refused waits.
    private volatile List<Path> awaited = List.of();
    /// The warnings about the configuration in use.
    private Set<String> warned;
    private ReloadResult last =
        new ReloadResult(true, "the configuration that the gateway was started with", List.of());

    /// What came of a configuration.
    ///
    /// @param said     the line about it, which the person who started the gateway has seen; of a refusal, its reasons
    ///                 in lines of their own
    /// @param warnings each a line
    record ReloadResult(boolean reloaded, String said, List<String> warnings) {}

    /// The running gateway.
    interface Target {
        /// Serves with this configuration from now on.
        ///
        /// @return the cooldowns and circuits that ended by that
        List<EndedCooldown> take(Config config);

        /// Whether requests need a key at present.
        boolean keyRequired();

        /// The ids of providers that are not called for a while because they refused the key.
        List<String> keyRefused();

        /// A change is refused.
        void refuse(ConfigRefusal refusal);
    }

    /// @param first what the gateway begins with
    ConfigReloader(HostContext context, GatewayInputs inputs, LoadedConfig first) {
        this.context = context;
        this.inputs = inputs;
        this.seen = first.text().text();
        this.inUse = seen;
        this.current = first.config();
        this.awaited = inputs.awaitedFiles(current);
        this.warned = Set.copyOf(first.warnings());
    }

    /// The gateway serves from now on. If a reload was asked for while it started, that is done now.
    synchronized void attach(Target running) {
        this.target = running;
        if (postponed) reload();
    }

    /// Applies a text that was read, unless it is the one that was looked at last. Warnings that were given before are
    /// not repeated.
    ///
    /// @return what came of it, now or when it was looked at
    synchronized ReloadResult changed(ConfigText text) {
        if (target == null) return starting();
        return text.text().equals(seen) ? last : apply(text, warned, false);
    }

    /// The user has confirmed that the gateway loses its last key by a text. The text is applied when it is read next,
    /// also if it was refused before. A text that loses the last key without that is a slip, and is refused.
    ///
    /// @param digest of that text, or null for none
    synchronized void confirmKeyless(String digest) {
        if (digest == null) return;
        keyless = digest;
        if (seen != null && ConfigText.digest(seen).equals(digest) && !seen.equals(inUse)) seen = null;
    }

    /// Reads the configuration now, and applies it if it has changed.
    synchronized ReloadResult look() {
        if (target == null) return starting();
        try {
            return changed(inputs.configText());
        } catch (IOException e) {
            return keep(List.of(FileError.describe(e)));
        } catch (HostError e) {
            return keep(List.of(e.getMessage()));
        }
    }

    /// For a gateway that applies changes only when it is told to: whether the file still says what is in use.
    ///
    /// @param otherwise what is said if it does not
    synchronized ReloadResult unlessChanged(String otherwise) {
        try {
            boolean same = inputs.configText().text().equals(inUse);
            return same ? last : new ReloadResult(false, otherwise, List.of());
        } catch (IOException | HostError _) {
            return new ReloadResult(false, otherwise, List.of());
        }
    }

    /// Reads the configuration and all keys it points to now, whether or not it has changed.
    synchronized ReloadResult reload() {
        postponed = target == null;
        if (postponed) return starting();
        try {
            return apply(inputs.configText(), Set.of(), false);
        } catch (IOException e) {
            return keep(List.of(FileError.describe(e)));
        } catch (HostError e) {
            return keep(List.of(e.getMessage()));
        }
    }

    /// A file that may hold a key has appeared or changed: looks the keys up again. Says nothing if that
    /// changes nothing.
    synchronized void keysChanged() {
        try {
            ConfigText text = inputs.configText();
            boolean looked = text.text().equals(inUse) || text.text().equals(seen);
            if (target != null && looked) apply(text, warned, true);
        } catch (IOException | HostError _) {
            // the watch tells about a file that cannot be read
        }
    }

    private static ReloadResult starting() {
        return new ReloadResult(false, "the gateway is still starting", List.of());
    }

    /// The key files of the configuration in use, and those without which a change is refused. When one of them
    /// changes, the keys are worth another look.
    List<Path> awaitedFiles() {
        return awaited;
    }

    /// A line about each provider that refuses a key out of the environment: no reload can change such a key.
    synchronized List<String> fixedKeys() {
        if (target == null) return List.of();
        List<String> refused = target.keyRefused();
        return current.providers().stream()
            .filter(p -> refused.contains(p.id()) && KeyPlace.of(p.apiKey()) instanceof EnvSecret)
            .map(p -> "provider \"" + p.id() + "\" refuses its key, and a reload cannot change it: "
                + KeyPlace.correction(p)).toList();
    }

    /// The text of the configuration in use.
    String inUse() {
        return inUse;
    }

    /// The change that is refused at present, or null.
    ConfigRefusal refusal() {
        return refusal;
    }

    /// The configuration in use.
    Config current() {
        return current;
    }

    /// @param known warnings that need not be given
    /// @param quiet whether nothing is said if nothing changes
    private ReloadResult apply(ConfigText text, Set<String> known, boolean quiet) {
        ReloadResult result = switch (inputs.check(text)) {
            case Check.Unusable(List<String> problems, _, List<Path> files) -> keep(problems, files, quiet);
            // one slip in an editor must not let clients in without a key
            case Check.Usable(Config next, _) when losesItsKey(next) && !confirmed(text) ->
                keep(List.of("it has no client key any more; 'llm-router config revoke-key' and 'remove-master-key' "
                    + "remove the last one, and a restart of the gateway runs it without one"));
            case Check.Usable(Config next, List<String> warnings) -> {
                warned = Set.copyOf(warnings);
                List<String> fresh = warnings.stream().filter(line -> !known.contains(line)).toList();
                boolean nothing = quiet && refusal == null && ConfigDiff.of(current, next).isEmpty();
                yield nothing ? last : take(text.text(), next, fresh);
            }
        };
        seen = text.text();
        return result;
    }

    private boolean losesItsKey(Config next) {
        return current.hasClientKey() && !next.hasClientKey();
    }

    private boolean confirmed(ConfigText text) {
        return keyless != null && ConfigText.digest(text.text()).equals(keyless);
    }

    private ReloadResult take(String text, Config next, List<String> warnings) {
        ConfigDiff diff = ConfigDiff.of(current, next);
        String again = refusal == null ? "" : "; the file can be used again";
        inUse = text;
        current = next;
        refusal = null;
        keyless = null;
        boolean required = target.keyRequired();
        awaited = inputs.awaitedFiles(next);
        List<String> calledAgain = target.take(next).stream().map(EndedCooldown::provider).toList();
        String effect = diff.isEmpty() ? "no effective change" : diff.line(calledAgain);
        return said(true, "configuration reloaded: " + effect + again + access(required), warnings);
    }

    /// What a change means for clients without a key of this gateway.
    /// @param required whether they needed one before it
    private String access(boolean required) {
        if (!target.keyRequired()) return "";
        if (!current.hasClientKey()) return "; " + LOCKED;
        return required ? "" : "; from now on every client needs a key";
    }

    /// Keeps the present configuration and waits for key files of the refused one too.
    private ReloadResult keep(List<String> reasons, List<Path> files, boolean quiet) {
        boolean known = quiet && refusal != null && refusal.equals(refusal(reasons));
        ReloadResult result = known ? last : keep(reasons);
        awaited = Stream.concat(awaited.stream(), files.stream()).distinct().toList();
        return result;
    }

    /// Keeps the present configuration and says why.
    synchronized ReloadResult keep(List<String> reasons) {
        seen = null;
        String shown = String.join("\n  ", reasons.subList(0, Math.min(SHOWN, reasons.size())));
        String more = reasons.size() > SHOWN ? "\n  and " + (reasons.size() - SHOWN) + " more" : "";
        refusal = refusal(reasons);
        awaited = inputs.awaitedFiles(current);
        target.refuse(refusal);
        return said(false, "configuration not taken, the old one stays:\n  " + shown + more, List.of());
    }

    private ConfigRefusal refusal(List<String> reasons) {
        Instant since = refusal == null ? Instant.now() : refusal.since();
        return new ConfigRefusal(since, reasons.subList(0, Math.min(SHOWN, reasons.size())), reasons.size());
    }

    private ReloadResult said(boolean reloaded, String line, List<String> warnings) {
        context.say(line);
        for (String warning : warnings) context.say("warning: " + warning);
        last = new ReloadResult(reloaded, line, warnings);
        return last;
    }
}
