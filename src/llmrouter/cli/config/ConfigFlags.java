package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import llmrouter.cli.Flag;
import llmrouter.cli.NewMasterKey;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Format;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.read.ConfigReader;

/// The flags of `config`, in the order of its help.
final class ConfigFlags {
    /// One flag for each format: its own base URL.
    private static final List<Flag> BASE_URLS = List.of(Format.values()).stream().map(ConfigFlags::baseUrl).toList();

    private static final List<Flag> PROVIDER = List.of(
        Flag.text("provider-id", "PROVIDER", "The provider.").alias("provider"),
        Flag.text("name", "NAME", "The provider's name for people."),
        Flag.bool("enabled", "Whether the provider is used; --enabled=false keeps it in the file.").orElse("true"),
        Flag.text("endpoints", "URLS",
            "Base URLs as copied; a URL that ends in an endpoint is for that endpoint's format."),
        Flag.text("base-url", "URL", "The base URL for every format without one of its own."));

    private static final List<Flag> PROVIDER_DETAILS = List.of(
        Flag.secret("api-key", "The provider's key."),
        Flag.text("models", "MODELS", "All model ids, separated by commas, in place of those that are in the file; a "
            + "model that stays keeps its settings. The id * stands for every other model of the provider: it is "
            + "passed through by the name that the client gives. An id with a space or a comma is put in quotation "
            + "marks within the list."),
        Flag.text("add-models", "LIST", "Models to add to those that are there."),
        Flag.text("remove-models", "MODELS", "Models to take away; the others stay."),
        Flag.text("format", "FORMAT", "The preferred format: " + Format.anyOf("", "") + "."),
        Flag.text("formats", "LIST", "All formats that the provider accepts, the preferred one first.")
            .orElse("as the base URLs say"),
        Flag.emptyableText("headers", "JSON", "All headers to add to the provider's requests, as a JSON object."),
        Flag.bool("probe", "Ask the provider before it is saved: its list of models, its formats, and each of its "
            + "models for a few tokens, which the provider bills. What is proven is saved, the rest is named."),
        Flag.bool("skip-probe", "Never ask the provider. Without --probe and --skip-probe only a known provider that "
            + "is added by its id is asked, and at a terminal one whose models or formats are not given; that costs "
            + "nothing."),
        Flag.integer("probe-rpm", "N", 1, 1_000_000, "How many requests a probe sends in a minute, at most.")
            .alias("probe-requests-per-minute").orElse("30"),
        Flag.integer("probe-timeout", "SECONDS", 1, 600, "How long a probe waits for one answer.").orElse("30"),
        Flag.bool("set-master-key", "Set the master key as well; --master-key alone does that too."));

    private static final List<Flag> NETWORK = List.of(
        Flag.emptyableText("proxy", "URL|none", "The proxy on the way to the provider: http://, https:// or socks5://; "
            + "none for no proxy; empty for that of the environment again."),
        Flag.emptyableText("client-certificate", "FILE|none", "The certificate that is shown to the provider (mutual "
            + "TLS), PKCS #12 or PEM; none for no certificate; empty for that of the environment again."),
        Flag.emptyableText("client-certificate-key", "FILE", "The PEM file with the certificate's private key, if that "
            + "has a file of its own."),
        Flag.text("client-certificate-password-env", "VARIABLE",
            "The environment variable that holds the password of the certificate or its key."),
        Flag.path("client-certificate-password-file", "FILE", "The file that holds that password."));

    private static final List<Flag> ALIAS = List.of(
        Flag.text("alias-id", "ALIAS", "The alias.").alias("alias"),
        Flag.text("strategy", "STRATEGY", "How a target is chosen: " + Strategy.anyOf("") + ".")
            .orElse("ordered for a new alias"),
        Flag.text("targets", "TARGETS", "All targets, as provider/model or provider/model@weight; or JSON.")
            .alias("alias-targets"),
        Flag.emptyableText("fallback-targets", "TARGETS",
            "All targets to try after the others; an empty list removes them."),
        Flag.bool("clear-fallback-targets", "Remove all fallback targets."),
        Flag.bool("fallback", "Add to the fallback targets, which are tried after the others."),
        Flag.emptyableText("alias-metadata", "JSON", "Notes about the alias, as a JSON object."),
        Flag.text("model", "MODEL", "The model, as provider/model, or by its id beside --provider-id."),
        Flag.emptyableText("model-aliases", "LIST", "All other names of the model."),
        Flag.bool("clear-model-aliases", "Remove all other names of the model."));

    private static final List<Flag> CAP = List.of(
        Flag.text("cap-id", "CAP", "The cap.").alias("bucket-id").orElse("made from --cap-name"),
        Flag.text("cap-name", "NAME", "The cap's name for people.").alias("bucket-name"),
        Flag.text("cap-models", "MODELS", "The models that the cap counts: all, or model ids of the provider.")
            .alias("bucket-models"),
        number("cap-requests", "Requests in one window.").alias("bucket-requests").alias("requests"),
        number("cap-tokens", "Input and output tokens in one window.").alias("bucket-tokens").alias("tokens"),
        number("cap-concurrency", "Requests at the same time.").alias("bucket-concurrency").alias("concurrency"),
        Flag.text("cap-window", "WINDOW", "The window, e.g. minute:1, hour/6, 7d or month:1.")
            .alias("bucket-window").alias("window"),
        Flag.text("rate-limits", "JSON",
            "Several caps as a JSON array, as in the configuration; null removes a member."),
        Flag.bool("replace-caps", "Remove all other caps of the provider.").alias("replace-rate-limits"),
        Flag.bool("remove-cap", "Remove the cap that --cap-id names.").alias("remove-bucket"));

    private static final List<Flag> OTHER = List.of(
        Flag.emptyableText("fallback-models", "TARGETS", "All models to try instead, as provider/model.")
            .alias("fallbacks"),
        Flag.bool("clear-fallbacks", "Remove all fallbacks of the model."),
        Flag.text("to", "ID", "The new id."),
        Flag.text("unknown-models", "ALIAS|PROVIDER/MODEL|off",
            "A model as provider/model or an alias; off refuses unknown names."),
        Flag.text("strict", "on|off", "Whether to refuse."),
        Flag.text("copy", "N", "The number of the copy in 'config history'.").orElse("1, the newest"),
        Flag.bool("dry-run", "Show what would change in the file, and write nothing."),
        Flag.bool("cascade", "Also remove every reference to what is removed, and list these."),
        Flag.integer("target-version", "N", 1, Integer.MAX_VALUE, "The schema version to write.")
            .orElse(String.valueOf(ConfigReader.VERSION)),
        Flag.bool("create-backup", "Copy the file to FILE.bak.YYYYMMDD-HHMMSS first.").alias("backup").orElse("true"),
        Flag.YES);

    private static final List<Flag> MASTER_KEY = List.of(NewMasterKey.flags());

    private static final List<Flag> CLIENT_KEY = List.of(
        Flag.secret("key", "The client's key."),
        Flag.bool("generate", "Make a new key and print it once."),
        Flag.emptyableText("caps", "LIST", "All caps of the client, e.g. 60/1m, 200k tokens/1d or 4 concurrent, "
            + "separated by commas; an empty list removes them."),
        Flag.text("expires", "MOMENT", "When the key ends: 2027-01-31 (the end of that day, UTC), "
            + "2027-01-31T12:00Z, 30d from now, or never."));

    private ConfigFlags() {}

    private static Flag baseUrl(Format format) {
        var flag = Flag.text(baseUrlName(format.word()), "URL", "The base URL for " + format.title() + ".");
        for (String name : format.names()) {
            if (!name.equals(format.word())) flag = flag.alias(baseUrlName(name));
        }
        return flag;
    }

    /// @param word of a format
    static String baseUrlName(String word) {
        return word + "-base-url";
    }

    private static Flag number(String name, String help) {
        return Flag.integer(name, "N", 1, BucketInput.LARGEST, help);
    }

    /// The flags that describe a provider, in the order of the help, and the master key.
    static String[] namesForProviders() {
        var flags = Stream.of(PROVIDER, BASE_URLS, PROVIDER_DETAILS, NETWORK).flatMap(List::stream).map(Flag::name);
        return Stream.concat(flags, Stream.of("cascade", "master-key")).toArray(String[]::new);
    }

    static Flag[] all() {
        var all = new ArrayList<>(List.of(Flag.CONFIG, Flag.JSON));
        for (List<Flag> some : List.of(PROVIDER, BASE_URLS, PROVIDER_DETAILS, NETWORK, ALIAS, CAP, OTHER,
            MASTER_KEY, CLIENT_KEY)) {
            all.addAll(some);
        }
        return all.toArray(Flag[]::new);
    }
}
