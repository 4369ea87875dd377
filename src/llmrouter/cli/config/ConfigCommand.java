package llmrouter.cli.config;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ProviderCheck;

/// `config`: shows the configuration file and changes it. Each operation is a file of its own.
public final class ConfigCommand {
    private ConfigCommand() {}

    /// @param check of a provider before it is added
    public static Command command(ProviderCheck check) {
        return Command.of("config", "Show the configuration and change it", ListConfig::run).aliases("setup")
            .flags(ConfigFlags.all())
            .operations(ConfigOperations.all(check))
            .examples(new Example("config list", "Shows what is configured, without keys"),
                new Example("config validate", "Exit code 2 if the gateway could not start with this file"),
                new Example("config add-provider openai --base-url=https://api.openai.com/v1 "
                    + "--api-key-env=OPENAI_API_KEY --models='*' --dry-run", "Shows what would change in the file"));
    }
}
