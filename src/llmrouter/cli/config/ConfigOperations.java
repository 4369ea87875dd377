package llmrouter.cli.config;

import llmrouter.cli.Command.Example;
import llmrouter.cli.Operation;

/// The operations of `config`: which flags each takes, and examples for the help.
final class ConfigOperations {
    private static final Operation LIST = Operation.of("list", "Show providers, models, caps and aliases")
        .aliases("list-routing");

    private static final Operation VALIDATE =
        Operation.of("validate", "Check the file, and list every mistake with its line and its fix");

    private static final Operation UPSERT_PROVIDER =
        Operation.of("upsert-provider", "Add a provider, or change the given settings of one",
            ConfigFlags.namesForProviders())
        .aliases("add-provider", "edit-provider")
        .examples(
            new Example("config --operation=upsert-provider --provider-id=openai --base-url=https://api.openai.com/v1 "
                + "--api-key-env=OPENAI_API_KEY --models=gpt-4o,o3",
                "Adds a provider; its key stays in the environment"),
            new Example("config --operation=upsert-provider --provider-id=openai --name=OpenAI",
                "Changes only the provider's name"));

    private static final Operation UPSERT_ALIAS =
        Operation.of("upsert-model-alias", "Add an alias, or change the given settings of one",
            "alias-id", "strategy", "targets", "fallback-targets", "clear-fallback-targets", "alias-metadata")
        .aliases("set-model-alias")
        .examples(new Example("config --operation=upsert-model-alias --alias-id=coder --strategy=auto "
            + "--targets=openai/gpt-4o@2,anthropic/claude-sonnet-4-5",
            "Divides the requests for 'coder' between two models, 2 to 1"));

    private static final Operation SET_RATE_LIMITS =
        Operation.of("set-provider-rate-limits", "Add, change or remove caps of a provider",
            "provider-id", "bucket-id", "bucket-name", "bucket-models", "models", "bucket-requests", "bucket-tokens",
            "bucket-concurrency", "bucket-window", "rate-limits", "replace-rate-limits", "remove-bucket")
        .aliases("set-rate-limits")
        .examples(
            new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-name='Each minute' "
                + "--bucket-models=all --bucket-requests=40 --bucket-window=minute:1", "Adds the cap 'each-minute'"),
            new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-id=each-minute "
                + "--bucket-tokens=90000", "Adds a limit of tokens to the cap"),
            new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-id=each-minute "
                + "--remove-bucket", "Removes the cap"));

    private static final Operation SET_FALLBACKS =
        Operation.of("set-model-fallbacks", "Set which models are tried when one fails",
            "provider-id", "model", "fallback-models", "clear-fallbacks")
        .aliases("set-model-fallback")
        .examples(new Example("config --operation=set-model-fallbacks --provider-id=openai --model=gpt-4o "
            + "--fallback-models=anthropic/claude-sonnet-4-5",
            "Requests for gpt-4o go to another provider when it fails, without an alias"));

    private static final Operation REMOVE_PROVIDER =
        Operation.of("remove-provider", "Remove a provider", "provider-id", "cascade")
        .examples(new Example("config --operation=remove-provider --provider-id=openai --cascade",
            "Also removes it from aliases and fallbacks"));

    private static final Operation REMOVE_MODEL = Operation.of("remove-model", "Remove a model of a provider",
            "provider-id", "model", "cascade")
        .examples(new Example("config --operation=remove-model --provider-id=openai --model=o3",
            "Is refused while something refers to the model"));

    private static final Operation REMOVE_ALIAS =
        Operation.of("remove-model-alias", "Remove an alias", "alias-id", "cascade")
        .examples(new Example("config --operation=remove-model-alias --alias-id=coder",
            "Is refused while something refers to the alias"));

    private static final Operation SET_MASTER_KEY = Operation.of("set-master-key", "Set the key that clients must send",
            "master-key", "generate-master-key", "master-key-length", "master-key-prefix")
        .examples(new Example("config --operation=set-master-key --generate-master-key",
            "Makes a key, saves it and prints it once"));

    private static final Operation MIGRATE =
        Operation.of("migrate-config", "Write the current schema version into an older file",
            "target-version", "create-backup")
        .examples(new Example("config --operation=migrate-config", "Keeps a copy of the old file"));

    private ConfigOperations() {}

    static Operation[] all() {
        return new Operation[] {LIST, VALIDATE, UPSERT_PROVIDER, UPSERT_ALIAS, SET_RATE_LIMITS, SET_FALLBACKS,
            REMOVE_PROVIDER, REMOVE_MODEL, REMOVE_ALIAS, SET_MASTER_KEY, MIGRATE};
    }
}
