package llmrouter.cli.probing;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Operation;
import llmrouter.cli.ProviderCheck;
import llmrouter.config.Format;

/// The rows of this group in the table of commands. They are operations of `config`.
public final class ProbingCommands {
    private ProbingCommands() {}

    /// What `config add-provider` needs of this group.
    public static ProviderCheck check() {
        return NewProviderCheck::of;
    }

    /// The operations of `config` that this group has.
    public static Operation[] operations() {
        return new Operation[] {
            Operation.of("test-provider", TestProvider::run, "Ask a provider what it speaks, and save nothing",
                    flags())
                .aliases("probe-provider", "discover-provider-models").operands("[PROVIDER]", 1).group("Look")
                .help("provider-id", "A configured provider, or a known one of 'config presets'.")
                .help("models", "The models to ask, separated by commas. Each is asked for a few tokens in each "
                    + "format, which the provider bills. Without this, those that are configured by their names.")
                .help("formats", "The formats to ask for; without this, those of the provider, or all.")
                .help("endpoints", "Base URLs to ask in every format, in place of those that are configured.")
                .help("api-key", "The key to send, in place of the one that is configured.")
                .examples(new Example("config test-provider openrouter",
                        "Its list of models, its formats, and the configured models; exit code 1 if one is unproven"),
                    new Example("config test-provider --base-url=http://localhost:8000/v1 --models=my-model --json",
                        "An address that is not configured, as JSON"),
                    new Example("config test-provider openai --no-ask-models", "Only what costs nothing")),
            Operation.of("presets", PresetList::run, "List the known providers, which add-provider takes by their id")
                .aliases("list-presets").group("Look")
                .examples(new Example("config presets --json", "For programs"))};
    }

    /// The flags of `config` that only this group reads.
    public static Flag[] newFlags() {
        return new Flag[] {Flag.bool("ask-models", "Ask each model for a few tokens, which the provider bills.")
            .orElse("true")};
    }

    private static String[] flags() {
        var flags = new ArrayList<>(List.of("provider-id", "endpoints", "base-url"));
        for (Format format : Format.values()) flags.add(format.word() + "-base-url");
        flags.addAll(List.of("api-key", "models", "formats", "headers", "ask-models", "probe-rpm",
            "probe-timeout"));
        return flags.toArray(String[]::new);
    }
}
