package llmrouter.config.keys;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;

/// Warns of keys that were fetched from a variable, a file or a command and have more than the key in them, or are
/// none. [llmrouter.config.read.ConfigReader] warns of those that stand in the configuration itself.
public final class FetchedKeys {
    private FetchedKeys() {}

    /// A line about each such key of a configuration; no line shows a part of a key.
    ///
    /// @param config with all keys in it
    public static List<String> lines(Config config) {
        var lines = new ArrayList<String>();
        add(line("masterKey", config.masterKey(), false), lines);
        for (Provider p : config.providers()) {
            String owner = "provider \"" + p.id() + "\"";
            if (p.enabled()) add(line(owner, p.apiKey(), KeyWrapping.isSentBare(p)), lines);
        }
        return lines;
    }

    private static void add(String line, List<String> lines) {
        if (line != null) lines.add(line);
    }

    /// The line about one key, or null.
    ///
    /// @param owner       how the line names what the key is for
    /// @param schemeMeant whether `Bearer ` before the key is right
    private static String line(String owner, Secret secret, boolean schemeMeant) {
        if (!(secret instanceof InlineSecret(String value, Secret place)) || place == null) return null;
        WrappedKey wrapped = KeyWrapping.find(value, schemeMeant);
        return wrapped == null ? null : owner + ": " + named(place) + " " + wrapped.what() + "; " + wrapped.fixThere();
    }

    private static String named(Secret place) {
        return switch (place) {
            case EnvSecret(String variable) -> "the environment variable " + variable;
            case FileSecret(String path) -> "the key file " + path;
            case CommandSecret _ -> "the output of the key command";
            case InlineSecret _, MissingSecret _ -> "the key";
        };
    }
}
