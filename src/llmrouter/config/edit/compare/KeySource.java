package llmrouter.config.edit.compare;

import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.SecretMask;

/// Where a key comes from, in words; of a key in the configuration only its end.
public final class KeySource {
    private static final String GAP = "...";

    private KeySource() {}

    /// E.g. `from the environment variable X`, `in the configuration, ends with …ab`; `none` for null.
    public static String of(Secret key) {
        return switch (key) {
            case null -> "none";
            case EnvSecret(String variable) -> "from the environment variable " + variable;
            case FileSecret(String path) -> "from the file " + path;
            case CommandSecret _ -> "from a command";
            case MissingSecret(Secret place, _) -> of(place);
            case InlineSecret(String value, _) -> "in the configuration" + end(SecretMask.key(value));
        };
    }

    private static String end(String masked) {
        int gap = masked.indexOf(GAP);
        return gap < 0 ? "" : ", ends with …" + masked.substring(gap + GAP.length());
    }
}
