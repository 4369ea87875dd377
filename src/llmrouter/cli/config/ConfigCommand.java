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
            .examples(new Example("config list", "Shows what is configured, without keys"),
                new Example("config validate", "Exit code 2 if the gateway could not start with this file"),
                new Example("config add-provider openai --base-url=https://api.openai.com/v1 "
                    + "--api-key-env=OPENAI_API_KEY --models='*' --dry-run", "Shows what would change in the file"));
    }

    private static int run(Invocation in) throws Exception {
        Operation operation = in.arguments().operation();
        return switch (operation == null ? "list" : operation.name()) {
            case "show" -> ShowConfig.run(in);
            case "validate" -> ValidateConfig.run(in);
            case "history" -> History.list(in);
            case "undo" -> History.undo(in);
            case "add-provider" -> UpsertProvider.run(in);
            case "rename-provider" -> RenameOperations.provider(in);
            case "remove-provider" -> RemoveOperations.provider(in);
            case "add-models" -> ModelOperations.add(in);
            case "remove-models" -> RemoveOperations.models(in);
            case "enable" -> ModelOperations.enable(in);
            case "disable" -> ModelOperations.disable(in);
            case "set-model-aliases" -> ModelOperations.aliases(in);
            case "set-model-fallbacks" -> SetFallbacks.run(in);
            case "add-alias" -> UpsertAlias.run(in);
            case "add-target" -> TargetOperations.add(in);
            case "remove-target" -> TargetOperations.remove(in);
            case "rename-alias" -> RenameOperations.alias(in);
            case "remove-alias" -> RemoveOperations.alias(in);
            case "set-caps" -> SetRateLimits.run(in);
            case "set-default-model" -> GatewaySettings.defaultModel(in);
            case "set-unknown-models" -> GatewaySettings.unknownModels(in);
            case "set-strict" -> GatewaySettings.strict(in);
            case "set-master-key" -> SetMasterKey.run(in);
            case "remove-master-key" -> GatewaySettings.removeMasterKey(in);
            case "add-key" -> ClientKeyOperations.add(in);
            case "set-key" -> ClientKeyOperations.set(in);
            case "revoke-key" -> ClientKeyOperations.revoke(in);
            case "list-keys" -> ClientKeyOperations.list(in);
            case "migrate-config" -> MigrateConfig.run(in);
            default -> ListConfig.run(in);
        };
    }
}
