package llmrouter.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.text.Ws;

/// Looks up the keys of a hosted configuration. `deploy` sends keys within the configuration; one that was put there in
/// another way may name secrets of the Worker (`apiKeyEnv`).
record HostedSecrets(UnaryOperator<String> env) {
    /// The configuration with its keys. A provider whose key cannot be had is left out.
    Config resolve(Config config) {
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) providers.add(p.enabled() ? p.withApiKey(resolve(p.apiKey())) : p);
        return config.withMasterKey(resolve(config.masterKey())).withProviders(List.copyOf(providers));
    }

    private Secret resolve(Secret secret) {
        return switch (secret) {
            case null -> null;
            case InlineSecret _, MissingSecret _ -> secret;
            case EnvSecret(String variable) -> {
                String value = env.apply(variable);
                yield value == null || Ws.blank(value)
                    ? new MissingSecret(secret, "the Worker has no secret " + variable + "; add it, or deploy again "
                        + "from a machine where the variable is set")
                    : new InlineSecret(Ws.trim(value), secret);
            }
            case FileSecret _, CommandSecret _ -> new MissingSecret(secret, "a Worker reads no files and runs no "
                + "commands; deploy from a machine that can, which sends the key");
        };
    }
}
