package llmrouter.cli.config;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Invocation;
import llmrouter.cli.Operation;

/// `config`: shows the configuration file and changes it. Each operation is a file of its own.
public final class ConfigCommand {
    private ConfigCommand() {}

    public static Command command() {
        return Command.of("config", "Show the configuration and change it", ConfigCommand::run).aliases("setup")
            .flags(ConfigFlags.all())
            .operations(ConfigOperations.all())
            .examples(new Example("config --operation=list", "Shows what is configured, without keys"),
                new Example("config --operation=validate",
                    "Exit code 2 if the gateway could not start with this file"));
    }

    private static int run(Invocation in) throws Exception {
        Operation operation = in.arguments().operation();
        return switch (operation == null ? "list" : operation.name()) {
            case "validate" -> ValidateConfig.run(in);
            case "upsert-provider" -> UpsertProvider.run(in);
            case "upsert-model-alias" -> UpsertAlias.run(in);
            case "set-provider-rate-limits" -> SetRateLimits.run(in);
            case "set-model-fallbacks" -> SetFallbacks.run(in);
            case "remove-provider" -> RemoveOperations.provider(in);
            case "remove-model" -> RemoveOperations.model(in);
            case "remove-model-alias" -> RemoveOperations.alias(in);
            case "migrate-config" -> MigrateConfig.run(in);
            case "set-master-key" -> SetMasterKey.run(in);
            default -> ListConfig.run(in);
        };
    }
}
