package llmrouter.config;

import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;

/// Where a provider's key comes from, and how a key that the provider refuses is corrected there. Words without a
/// secret, for people.
public final class KeyPlace {
    private KeyPlace() {}

    /// Where the key is: the place that it was looked up in, or itself. Null if the provider has no key.
    ///
    /// @param key or null
    public static Secret of(Secret key) {
        return switch (key) {
            case null -> null;
            case InlineSecret inline -> inline.place() == null ? inline : inline.place();
            case MissingSecret missing -> missing.place();
            case EnvSecret _, FileSecret _, CommandSecret _ -> key;
        };
    }

    /// The fix for a refused key in one short sentence without a period. It names no path and no command, because
    /// clients see it.
    public static String brief(Provider provider) {
        String begin = "Correct the key of this provider";
        return switch (of(provider.apiKey())) {
            case null -> "Give this provider a key; it has none";
            case EnvSecret(String variable) ->
                begin + ", which comes from the environment variable " + variable + " of the gateway's process";
            case FileSecret _ -> begin + ", which comes from a file";
            case CommandSecret _ -> begin + ", which comes from a command";
            case InlineSecret _, MissingSecret _ -> begin + " in the gateway's configuration";
        };
    }

    /// `the key from the environment variable X`, as the object of "refuses".
    public static String named(Provider provider) {
        return switch (of(provider.apiKey())) {
            case null -> "requests without a key";
            case EnvSecret(String variable) -> "the key from the environment variable " + variable;
            case FileSecret(String path) -> "the key from the file " + path;
            case CommandSecret _ -> "the key from the key command";
            case InlineSecret _, MissingSecret _ -> "the key in the configuration";
        };
    }

    /// How the user corrects a refused key, as clauses without a period.
    public static String correction(Provider provider) {
        String store = "'llm-router config add-provider " + provider.id() + " --api-key-stdin'";
        return switch (of(provider.apiKey())) {
            case null -> "it has no key; store one with " + store;
            case EnvSecret(String variable) -> "its key comes from the environment variable " + variable
                + " of the process that runs the gateway: set it there and restart the gateway, or store the key with "
                + store;
            case FileSecret(String path) -> "its key comes from the file " + path + ": correct it there; a gateway "
                + "that watches its configuration then uses it at once, another one after 'llm-router reload'";
            case CommandSecret _ -> "its key comes from a command: correct what it prints, then run "
                + "'llm-router reload'";
            case InlineSecret _, MissingSecret _ -> "its key is in the configuration; a corrected one is used at once: "
                + store;
        };
    }
}
