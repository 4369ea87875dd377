package llmrouter.config;

import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;

/// Keys in a form that may be shown: enough to distinguish two keys, too little to use one.
public final class SecretMask {
    private SecretMask() {}

    /// The ends of a key: at most four characters each, together never more than a third; of a short key nothing, not
    /// even its length.
    public static String key(String key) {
        int shown = Math.min(8, key.length() / 3);
        if (key.length() < 12) return "********";
        return key.substring(0, (shown + 1) / 2) + "..." + key.substring(key.length() - shown / 2);
    }

    /// The place of a key, or its ends if the configuration holds the key itself; `(none)` for null.
    public static String secret(Secret secret) {
        return switch (secret) {
            case null -> "(none)";
            case InlineSecret(String key, _) -> key(key);
            case EnvSecret(String variable) -> "$" + variable;
            case FileSecret(String path) -> "file " + path;
            case CommandSecret _ -> "(from a command)";
            case MissingSecret(Secret place, _) -> secret(place);
        };
    }
}
