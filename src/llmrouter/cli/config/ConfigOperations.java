package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Command.Example;
import llmrouter.cli.Operation;
import llmrouter.cli.ProviderCheck;

/// The operations of `config`: the words and flags that each takes, and examples for the help. Each has the names that
/// older scripts use as aliases.
final class ConfigOperations {
    private static final String CLIENT = "The client: a letter or digit, then letters, digits and . _ : -";
    private static final String KEY_MODELS = "The models and aliases that the client may ask for, separated by commas; "
        + "or all. This limits what the key may ask for: targets and fallbacks that the configuration puts behind a "
        + "name are the operator's choice.";
    /// More words than a person would list after an operation.
    private static final int MANY = 1000;

    private static final List<Operation> LOOK = List.of(
        Operation.of("list", ListConfig::run, "Show providers, models, caps and aliases").aliases("list-routing"),
        Operation.of("show", ShowConfig::run,
                "Show one provider, alias, model or cap, and the addresses that are asked")
            .operands("[ID]", 1)
            .examples(new Example("config show openrouter", "A provider"),
                new Example("config show work", "An alias, with the address of each target")),
        Operation.of("validate", ValidateConfig::run,
                "Check the file, and list every mistake with its line and its fix"),
        Operation.of("list-keys", ClientKeyOperations::list,
                "List the keys of clients with their models, caps and ends").aliases("keys"),
        Operation.of("history", History::list, "List the kept copies of the file, and what was changed when"));

    private static final List<Operation> PROVIDERS = List.of(
        Operation.of("rename-provider", RenameOperations::provider,
                "Give a provider another id, also where it is referred to", "provider-id", "to")
            .operands("[PROVIDER] [NEW-ID]", 2)
            .examples(new Example("config rename-provider openai oai", "Aliases and fallbacks follow")),
        Operation.of("remove-provider", RemoveOperations::provider,
                "Remove a provider", "provider-id", "cascade").operands("[PROVIDER]", 1)
            .examples(new Example("config remove-provider openai --cascade",
                "Also removes it from aliases and fallbacks")),
        Operation.of("set-caps", SetRateLimits::run, "Add, change or remove caps of a provider",
                "provider-id", "caps", "cap-id", "cap-name", "cap-models", "models", "cap-requests",
                "cap-tokens", "cap-concurrency", "cap-window", "rate-limits", "replace-caps",
                "remove-cap")
            .aliases("set-provider-rate-limits", "set-rate-limits", "set-cap").operands("[PROVIDER[/MODEL]]", 1)
            .help("models", "The same as --cap-models.")
            .help("caps", "Caps to add or change, e.g. 60/1m, 200k tokens/1d or 4 concurrent, separated by commas.")
            .examples(new Example("config set-caps openai --caps='40/1m, 4 concurrent'",
                    "Adds the caps 'requests-minute' and 'concurrency' for all models"),
                new Example("config set-caps openai --cap-name='Each hour' --cap-models=all --cap-requests=400 "
                    + "--cap-window=1h", "Adds the cap 'each-hour'"),
                new Example("config set-caps openai --cap-id=each-hour --cap-tokens=90000",
                    "Adds a limit of tokens to the cap"),
                new Example("config set-caps openai --cap-id=each-hour --remove-cap", "Removes the cap")));

    private static final List<Operation> MODELS = List.of(
        Operation.of("add-models", ModelOperations::add, "Add models to a provider", "provider-id", "models")
            .operands("[PROVIDER] [MODEL...]", MANY)
            .help("models", "The models to add, separated by commas; those that are there stay.")
            .examples(new Example("config add-models openrouter model-a,model-b", "The other models stay")),
        Operation.of("remove-models", RemoveOperations::models,
                "Remove models of a provider", "provider-id", "model", "models", "cascade")
            .aliases("remove-model").operands("[PROVIDER] [MODEL...]", MANY)
            .help("models", "The models to remove, separated by commas.")
            .examples(new Example("config remove-models openrouter model-a",
                "Is refused while something refers to the model")),
        Operation.of("enable", ModelOperations::enable, "Switch a provider or a model on", "provider-id", "model")
            .operands("[PROVIDER[/MODEL]...]", MANY)
            .examples(new Example("config enable openai/model-a", "It is used again")),
        Operation.of("disable", ModelOperations::disable,
                "Switch a provider or a model off, and keep it in the file", "provider-id", "model")
            .operands("[PROVIDER[/MODEL]...]", MANY)
            .examples(new Example("config disable openai/model-a", "Requests go to other targets")),
        Operation.of("set-model-aliases", ModelOperations::aliases,
                "Set the other names of a model", "provider-id", "model", "model-aliases",
                "clear-model-aliases")
            .operands("[MODEL] [NAME...]", MANY)
            .examples(new Example("config set-model-aliases openrouter/model-a fast,f",
                "openrouter/fast means the same model")),
        Operation.of("set-model-fallbacks", SetFallbacks::run, "Set which models are tried when one fails",
                "provider-id", "model", "fallback-models", "clear-fallbacks")
            .aliases("set-model-fallback", "set-fallbacks").operands("[MODEL] [FALLBACK...]", MANY)
            .examples(new Example("config set-model-fallbacks openai/model-a anthropic/model-b",
                "Requests for model-a go to another provider when it fails, without an alias")));

    private static final List<Operation> ALIASES = List.of(
        Operation.of("add-alias", UpsertAlias::run, "Add an alias, or change the given settings of one",
                "alias-id", "strategy", "targets", "fallback-targets", "clear-fallback-targets", "alias-metadata")
            .aliases("upsert-model-alias", "set-model-alias", "set-alias", "edit-alias")
            .operands("[ALIAS] [TARGET...]", MANY)
            .examples(new Example("config add-alias work --strategy=auto --targets=openai/model-a@2,anthropic/model-b",
                "Divides the requests for 'work' between two models, 2 to 1")),
        Operation.of("add-target", TargetOperations::add, "Add a target to an alias", "alias-id", "targets", "fallback")
            .operands("[ALIAS] [TARGET...]", MANY)
            .help("targets", "The targets to add, as provider/model or provider/model@weight.")
            .examples(new Example("config add-target work openrouter/model-c@2", "Behind the other targets"),
                new Example("config add-target work openrouter/model-d --fallback", "Tried after all other targets")),
        Operation.of("remove-target", TargetOperations::remove,
                "Remove a target from an alias", "alias-id", "targets", "fallback")
            .operands("[ALIAS] [TARGET...]", MANY)
            .help("targets", "The targets to remove, as provider/model.")
            .help("fallback", "Look only among the fallback targets.")
            .examples(new Example("config remove-target work openrouter/model-c", "The other targets stay")),
        Operation.of("rename-alias", RenameOperations::alias,
                "Give an alias another id, also where it is referred to", "alias-id", "to")
            .operands("[ALIAS] [NEW-ID]", 2)
            .examples(new Example("config rename-alias work job", "Clients must ask for 'job' then")),
        Operation.of("remove-alias", RemoveOperations::alias,
                "Remove an alias", "alias-id", "cascade").aliases("remove-model-alias")
            .operands("[ALIAS]", 1)
            .examples(new Example("config remove-alias work", "Is refused while something refers to the alias")));

    private static final List<Operation> GATEWAY = List.of(
        Operation.of("set-default-model", GatewaySettings::defaultModel,
                "Set the model of requests that name none", "model")
            .operands("[ALIAS|PROVIDER/MODEL|off]", 1)
            .help("model", "The model as provider/model, or an alias; off for no default model.")
            .examples(new Example("config set-default-model work", "An alias or a model"),
                new Example("config set-default-model off", "A request must name its model again")),
        Operation.of("set-unknown-models", GatewaySettings::unknownModels,
                "Set what answers for names that are not configured", "unknown-models")
            .operands("[ALIAS|PROVIDER/MODEL|off]", 1)
            .examples(new Example("config set-unknown-models work", "No request gets 404 for its model's name"),
                new Example("config set-unknown-models off", "Unknown names are refused again")),
        Operation.of("set-strict", GatewaySettings::strict,
                "Set whether a translation that loses something is refused", "strict")
            .operands("[on|off]", 1)
            .examples(new Example("config set-strict on", "Refuses instead of leaving something out")),
        Operation.of("set-master-key", SetMasterKey::run, "Set the key that clients must send",
                "master-key", "generate-master-key", "master-key-length", "master-key-prefix")
            .examples(new Example("config set-master-key --generate-master-key",
                "Makes a key, saves it and prints it once")),
        Operation.of("remove-master-key", GatewaySettings::removeMasterKey, "Remove the key that clients must send")
            .help("yes", "Remove it even if the gateway is then open to all.")
            .examples(new Example("config remove-master-key", "Is refused while clients have no other key")));

    private static final List<Operation> CLIENT_KEYS = List.of(
        Operation.of("add-key", ClientKeyOperations::add, "Add a key for one client, with its models, caps and end",
                "name", "key", "generate", "models", "caps", "expires")
            .aliases("create-key").operands("[NAME]", 1).help("name", CLIENT)
            .help("models", KEY_MODELS)
            .examples(new Example("config add-key ci --models=work --caps='100/1h, 1M tokens/1d' --expires=90d",
                    "Makes a key, and prints it once"),
                new Example("config add-key ada --key-stdin", "Asks for a key that exists; it is not shown")),
        Operation.of("set-key", ClientKeyOperations::set, "Change what a client may do, or give it a new key",
                "name", "key", "generate", "models", "caps", "expires")
            .aliases("edit-key").operands("[KEY-NAME]", 1).help("name", CLIENT)
            .help("models", KEY_MODELS)
            .examples(new Example("config set-key ci --models=all --expires=never", "The key itself stays"),
                new Example("config set-key ci --generate", "A new key; the old one ends at once")),
        Operation.of("revoke-key", ClientKeyOperations::revoke,
                "Remove the key of a client", "name").aliases("remove-key", "delete-key")
            .operands("[KEY-NAME]", 1).help("name", CLIENT)
            .help("yes", "Remove it even if no key is left then.")
            .examples(new Example("config revoke-key ci", "The client's next request is answered 401")));

    private static final List<Operation> FILE = List.of(
        Operation.of("undo", History::undo, "Go back to a kept copy of the file; the next undo takes that back", "copy")
            .operands("[N]", 1)
            .examples(new Example("config undo", "Takes back the last change"),
                new Example("config undo 3", "Goes back to copy 3 of 'config history'")),
        Operation.of("migrate-config", MigrateConfig::run, "Write the current schema version into an older file",
                "target-version", "create-backup")
            .examples(new Example("config migrate-config", "Keeps a copy of the old file")));

    private ConfigOperations() {}

    private static Operation addProvider(ProviderCheck check) {
        return Operation.of("add-provider", in -> UpsertProvider.run(in, check),
                "Add a provider, or change the given settings of one", ConfigFlags.namesForProviders())
            .aliases("upsert-provider", "edit-provider", "set-provider").operands("[PROVIDER]", 1)
            .help("provider-id", "The provider: a lower-case letter, then lower-case letters, digits and hyphens. "
                + "A new one whose id is in 'config presets' needs no more than its key. Without an id a new one is "
                + "made from --name.")
            .help("master-key", "Set this as the key that clients must send, too.")
            .examples(new Example("config add-provider openrouter", "A known provider: asks for its key, or takes the "
                    + "one in OPENROUTER_API_KEY"),
                new Example("config add-provider openai --base-url=https://api.openai.com/v1 "
                    + "--api-key-env=OPENAI_API_KEY --models=model-a,model-b",
                    "Adds a provider; its key stays in the environment"),
                new Example("config add-provider local --base-url=http://localhost:8000/v1 --models=m --probe",
                    "Asks it first what it speaks, and saves what is proven"),
                new Example("config add-provider openai --name=OpenAI", "Changes only the provider's name"));
    }

    /// @param check of a provider before it is added
    static Operation[] all(ProviderCheck check) {
        var all = new ArrayList<Operation>();
        add(all, "Look", LOOK, false);
        add(all, "Providers", List.of(addProvider(check)), true);
        add(all, "Providers", PROVIDERS, true);
        add(all, "Models", MODELS, true);
        add(all, "Aliases", ALIASES, true);
        add(all, "Gateway", GATEWAY, true);
        add(all, "Client keys", CLIENT_KEYS, true);
        add(all, "File", FILE, true);
        return all.toArray(Operation[]::new);
    }

    /// @param changing whether the operations write the file, so that `--dry-run` means something
    private static void add(List<Operation> all, String group, List<Operation> some, boolean changing) {
        for (Operation each : some) all.add((changing ? each.with("dry-run") : each).group(group));
    }
}
