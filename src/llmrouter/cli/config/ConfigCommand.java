package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.cli.Operation;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.MasterKeys;

/// `config`: looks at the configuration file and changes it. Each operation is a file of its own.
public final class ConfigCommand {
    private static final Operation UPSERT_PROVIDER = Operation.of("upsert-provider", "Add a provider, or change only what is given of one",
            withFormats("provider-id", "name", "enabled", "endpoints", "base-url", "api-key", "models", "format", "formats", "headers", "skip-probe",
                "set-master-key", "master-key"))
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
    private static final Operation SET_RATE_LIMITS = Operation.of("set-provider-rate-limits", "Add caps to a provider, change only what is given of one, or remove one",
            "provider-id", "bucket-id", "bucket-name", "bucket-models", "models", "bucket-requests", "bucket-tokens", "bucket-concurrency", "bucket-window",
            "rate-limits", "replace-rate-limits", "remove-bucket")
        .aliases("set-rate-limits")
        .examples(new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-name='Each minute' --bucket-models=all "
                + "--bucket-requests=40 --bucket-window=minute:1", "Adds the cap 'each-minute'"),
            new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-id=each-minute --bucket-tokens=90000",
                "Caps tokens in it as well"),
            new Example("config --operation=set-provider-rate-limits --provider-id=openai --bucket-id=each-minute --remove-bucket", "Removes it"));
    private static final Operation SET_FALLBACKS = Operation.of("set-model-fallbacks", "Set which models are tried when one fails", "provider-id", "model",
            "fallback-models", "clear-fallbacks")
        .aliases("set-model-fallback")
        .examples(new Example("config --operation=set-model-fallbacks --provider-id=openai --model=gpt-4o --fallback-models=anthropic/claude-sonnet-4-5",
            "Without an alias, too, another provider steps in"));
    private static final Operation REMOVE_PROVIDER = Operation.of("remove-provider", "Remove a provider", "provider-id", "cascade")
        .examples(new Example("config --operation=remove-provider --provider-id=openai --cascade", "Also takes it out of aliases and fallbacks"));
    private static final Operation REMOVE_MODEL = Operation.of("remove-model", "Remove a model of a provider", "provider-id", "model", "cascade")
        .examples(new Example("config --operation=remove-model --provider-id=openai --model=o3", "Refused as long as something refers to it"));
    private static final Operation REMOVE_ALIAS = Operation.of("remove-model-alias", "Remove an alias", "alias-id", "cascade")
        .examples(new Example("config --operation=remove-model-alias --alias-id=coder", "Refused as long as something refers to it"));
    private static final Operation MIGRATE = Operation.of("migrate-config", "Write today's schema version into an older file", "target-version", "create-backup")
        .examples(new Example("config --operation=migrate-config", "Keeps a copy of the file as it was"));

    private ConfigCommand() {}

    /// The names of the flags, with that of each format's base URL.
    private static String[] withFormats(String... names) {
        var all = new ArrayList<>(List.of(names));
        for (Format format : Format.values()) all.add(format.word() + "-base-url");
        return all.toArray(String[]::new);
    }

    /// The flags, with one for each format's base URL after `--base-url`.
    private static Flag[] withFormats(Flag... flags) {
        var all = new ArrayList<Flag>();
        for (Flag flag : flags) {
            all.add(flag);
            if (flag.name().equals("base-url")) all.addAll(List.of(Format.values()).stream().map(ConfigCommand::baseUrl).toList());
        }
        return all.toArray(Flag[]::new);
    }

    private static Flag baseUrl(Format format) {
        var flag = Flag.text(format.word() + "-base-url", "URL", "The base URL for " + format.title() + ".");
        for (String name : format.names()) {
            if (!name.equals(format.word())) flag = flag.alias(name + "-base-url");
        }
        return flag;
    }

    public static Command command() {
        return Command.of("config", "Look at the configuration and change it", ConfigCommand::run).aliases("setup")
            .flags(withFormats(Flag.CONFIG, Flag.JSON,
                Flag.text("provider-id", "ID", "The provider: a lower-case letter, then letters, digits and hyphens.").orElse("made from --name"),
                Flag.text("name", "NAME", "The provider's name for people."),
                Flag.bool("enabled", "Whether the provider is used; --enabled=false keeps it in the file.").orElse("true"),
                Flag.text("endpoints", "URLS", "Base URLs as copied; those that end in an endpoint say their format."),
                Flag.text("base-url", "URL", "The base URL for every format without one of its own."),
                Flag.secret("api-key", "The provider's key."),
                Flag.text("models", "LIST", "All model ids, separated by commas; those that are there keep their settings. Of a cap: the same as --bucket-models."),
                Flag.text("format", "FORMAT", "The preferred format: " + Format.anyOf("", "") + "."),
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
                Flag.text("model", "ID", "The model, by its id or one of its aliases."),
                Flag.text("bucket-id", "ID", "The cap.").orElse("made from --bucket-name"),
                Flag.text("bucket-name", "NAME", "The cap's name for people."),
                Flag.text("bucket-models", "LIST", "The models it counts: all, or ids of the provider."),
                Flag.integer("bucket-requests", "N", 1, BucketInput.LARGEST, "Requests in one window.").alias("requests"),
                Flag.integer("bucket-tokens", "N", 1, BucketInput.LARGEST, "Input and output tokens in one window.").alias("tokens"),
                Flag.integer("bucket-concurrency", "N", 1, BucketInput.LARGEST, "Requests at the same time.").alias("concurrency"),
                Flag.text("bucket-window", "WINDOW", "The window, e.g. minute:1, hour/6, 7d or month:1.").alias("window"),
                Flag.text("rate-limits", "JSON", "Several caps as a JSON array, as in the configuration; null takes a member out."),
                Flag.bool("replace-rate-limits", "Remove all other caps of the provider."),
                Flag.bool("remove-bucket", "Remove the cap that --bucket-id says."),
                Flag.emptyableText("fallback-models", "LIST", "All models to try instead, as provider/model.").alias("fallbacks"),
                Flag.bool("clear-fallbacks", "Remove all fallbacks of the model."),
                Flag.bool("cascade", "Also take out every reference to what is removed, and say which."),
                Flag.integer("target-version", "N", 1, Integer.MAX_VALUE, "The schema version to write.").orElse(String.valueOf(ConfigReader.VERSION)),
                Flag.bool("create-backup", "Copy the file to FILE.bak.YYYYMMDD-HHMMSS first.").alias("backup").orElse("true"),
                Flag.YES,
                Flag.secret("master-key", "The key that clients must show."),
                Flag.bool("generate-master-key", "Make a new key and print it once."),
                Flag.integer("master-key-length", "N", MasterKeys.SHORTEST, MasterKeys.LONGEST, "How long a new key is, with its prefix.")
                    .orElse(String.valueOf(MasterKeys.USUAL_LENGTH)),
                Flag.emptyableText("master-key-prefix", "TEXT", "What a new key begins with.").orElse(MasterKeys.USUAL_PREFIX)))
            .operations(Operation.of("list", "Show providers, models, caps and aliases").aliases("list-routing"),
                Operation.of("validate", "Check the file: every mistake with its line and its fix"), UPSERT_PROVIDER, UPSERT_ALIAS,
                SET_RATE_LIMITS, SET_FALLBACKS, REMOVE_PROVIDER, REMOVE_MODEL, REMOVE_ALIAS, SET_MASTER_KEY, MIGRATE)
            .examples(new Example("config --operation=list", "Shows what is configured, without keys"),
                new Example("config --operation=validate", "Exit code 2 if the gateway could not start with it"));
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
