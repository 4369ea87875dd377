package llmrouter.files;

import java.nio.file.Path;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.network.ClientCertificate;

/// Commands that print keys, in a configuration that another user can change. Root does not run them: that user would
/// run any command as root. Such a key counts as one that cannot be had.
final class ForeignCommands {
    private final String why;

    private ForeignCommands(String why) {
        this.why = why;
    }

    /// The configuration in a file, without the commands that this process must not run.
    ///
    /// @param foreign why not, a clause whose subject is the file; null if it may run all
    static ValidConfig without(ValidConfig read, Path file, String foreign) {
        if (foreign == null) return read;
        var refused = new ForeignCommands("its command is not run, because " + file + " " + foreign
            + " and this program runs as root; run llm-router as the user whose configuration it is");
        return new ValidConfig(refused.in(read.config()), read.version(), read.warnings());
    }

    private Config in(Config config) {
        return config.withMasterKey(in(config.masterKey()))
            .withProviders(config.providers().stream().map(this::in).toList());
    }

    private Provider in(Provider provider) {
        Provider known = provider.withApiKey(in(provider.apiKey()));
        ClientCertificate own = provider.network().certificate();
        if (!(provider.certificatePassword() instanceof CommandSecret password)) return known;
        return known.withNetwork(known.network().withCertificate(own.withPassword(in(password))));
    }

    private Secret in(Secret secret) {
        return secret instanceof CommandSecret ? new MissingSecret(secret, why) : secret;
    }
}
