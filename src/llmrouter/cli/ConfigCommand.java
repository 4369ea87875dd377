package llmrouter.cli;

import llmrouter.config.Alias.Strategy;
import llmrouter.files.MasterKeys;

/// `config`: looks at the configuration file and changes it. Each operation is a file of its own.
final class ConfigCommand {
    private static final Operation UPSERT_PROVIDER = Operation.of("upsert-provider", "Add a provider, or change only what is given of one",
            "provider-id", "name", "enabled", "endpoints", "base-url", "openai-base-url", "claude-base-url", "responses-base-url", "api-key", "models", "format",
            "formats", "headers", "skip-probe", "set-master-key", "master-key")
        .aliases("add-provider", "edit-provider")
        .examples(new Example("config --operation=upsert-provider --provider-id=openai --base-url=https://api.openai.com/v1 "
                + "--api-key-env=OPENAI_API_KEY --models=gpt-4o,o3",
                "Adds a provider whose key stays in the environment"),
            new Example("config --operation=upsert-provider --provider-id=openai --name=OpenAI", "Renames it and leaves the rest as it is"));
    private static final Operation UPSERT_ALIAS = Operation.of("upsert-model-alias", "Add an alias, or change only what is given of one",
            "alias-id", "strategy", "targets", "fallback-targets", "clear-fallback-targets", "alias-metadata")
        .aliases("set-model-alias")
        .examples(new Example("config --operation=upsert-model-alias --alias-id=coder --strategy=auto --targets=openai/gpt-4o@2,anthropic/claude-sonnet-4-5",
            "Spreads 'coder' over two models, two to one"));
    private static final Operation SET_MASTER_KEY = Operation.of("set-master-key", "Set the key that clients must show",
            "master-key", "generate-master-key", "master-key-length", "master-key-prefix")
        .examples(new Example("config --operation=set-master-key --generate-master-key", "Makes a key, saves it and prints it once"));

    private ConfigCommand() {}

    static Command command() {
        return Command.of("config", "Look at the configuration and change it", ConfigCommand::run).aliases("setup")
            .flags(Flag.CONFIG, Flag.JSON,
                Flag.text("provider-id", "ID", "The provider: a lower-case letter, then letters, digits and hyphens.").orElse("made from --name"),
                Flag.text("name", "NAME", "The provider's name for people."),
                Flag.bool("enabled", "Whether the provider is used; --enabled=false keeps it in the file.").orElse("true"),
                Flag.text("endpoints", "URLS", "Base URLs as copied; those that end in an endpoint say their format."),
                Flag.text("base-url", "URL", "The base URL for every format without one of its own."),
                Flag.text("openai-base-url", "URL", "The base URL for Chat Completions."),
                Flag.text("claude-base-url", "URL", "The base URL for Messages.").alias("anthropic-base-url"),
                Flag.text("responses-base-url", "URL", "The base URL for Responses."),
                Flag.secret("api-key", "The provider's key."),
                Flag.text("models", "LIST", "All model ids, separated by commas; those that are there keep their settings."),
                Flag.text("format", "FORMAT", "The preferred format: openai, claude or responses."),
                Flag.text("formats", "LIST", "All formats it speaks, the preferred one first.").orElse("told by the URLs"),
                Flag.emptyableText("headers", "JSON", "All headers to add to its requests, as a JSON object."),
                Flag.bool("skip-probe", "Accepted for old scripts: saving never asks the provider."),
                Flag.bool("set-master-key", "Set the master key as well; --master-key says the same."),
                Flag.text("alias-id", "ID", "The alias.").alias("alias"),
                Flag.text("strategy", "NAME", "How targets take turns: " + Strategy.WORDS + ".").orElse("ordered for a new alias"),
                Flag.text("targets", "LIST", "All targets, as provider/model, with @weight if one is to get more; or JSON.").alias("alias-targets"),
                Flag.emptyableText("fallback-targets", "LIST", "All targets to try after the others; an empty list clears them."),
                Flag.bool("clear-fallback-targets", "Remove all fallback targets."),
                Flag.emptyableText("alias-metadata", "JSON", "Notes about the alias, as a JSON object."),
                Flag.secret("master-key", "The key that clients must show."),
                Flag.bool("generate-master-key", "Make a new key and print it once."),
                Flag.integer("master-key-length", "N", MasterKeys.SHORTEST, MasterKeys.LONGEST, "How long a new key is, with its prefix.")
                    .orElse(String.valueOf(MasterKeys.USUAL_LENGTH)),
                Flag.emptyableText("master-key-prefix", "TEXT", "What a new key begins with.").orElse(MasterKeys.USUAL_PREFIX))
            .operations(Operation.of("list", "Show providers, models, caps and aliases").aliases("list-routing"),
                Operation.of("validate", "Check the file: every mistake with its line and its fix"), UPSERT_PROVIDER, UPSERT_ALIAS, SET_MASTER_KEY)
            .examples(new Example("config --operation=list", "Shows what is configured, without keys"),
                new Example("config --operation=validate", "Exit code 2 if the gateway could not start with it"));
    }

    private static int run(Invocation in) throws Exception {
        Operation operation = in.arguments().operation();
        return switch (operation == null ? "list" : operation.name()) {
            case "validate" -> ValidateConfig.run(in);
            case "upsert-provider" -> UpsertProvider.run(in);
            case "upsert-model-alias" -> UpsertAlias.run(in);
            case "set-master-key" -> SetMasterKey.run(in);
            default -> ListConfig.run(in);
        };
    }
}
