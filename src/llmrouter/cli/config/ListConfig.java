package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Endpoints;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.config.SecretMask;
import llmrouter.providers.ProviderAddress;
import llmrouter.report.ConfigJson;
import llmrouter.text.Plural;

/// `config list`: shows what is configured, without keys.
final class ListConfig {
    private final Invocation in;

    private ListConfig(Invocation in) {
        this.in = in;
    }

    static int run(Invocation in) {
        return whenValid(in, (path, valid) -> {
            if (in.arguments().isOn("json")) in.print(ConfigJson.config(path, valid, ClientKeyOperations::isExpired));
            else new ListConfig(in).list(path, valid);
        });
    }

    /// Shows a configuration, or tells what is wrong with it. Its warnings are printed before.
    ///
    /// @param show gets the file's path and what it means
    static int whenValid(Invocation in, BiConsumer<String, ValidConfig> show) {
        var file = ConfigFile.read(in);
        return switch (file.outcome()) {
            case ValidConfig valid -> {
                for (Finding warning : valid.warnings()) in.say("warning: " + warning.describe());
                show.accept(file.path().toString(), valid);
                yield ExitCode.DONE;
            }
            case InvalidConfig invalid -> refuse(in, invalid);
        };
    }

    /// Tells what is wrong with the file, and returns the exit code for that.
    /// @throws CliError in place of that, for JSON
    static int refuse(Invocation in, InvalidConfig invalid) {
        List<String> problems = invalid.problems().stream().map(Finding::describe).toList();
        if (in.arguments().isOn("json")) throw CliError.usage(String.join("\n", problems));
        problems.forEach(in::say);
        return ExitCode.WRONG_INPUT;
    }

    private void list(String path, ValidConfig valid) {
        Config config = valid.config();
        in.print("Config: " + path);
        in.print("Version: " + valid.version());
        in.print("Default model: " + (config.defaultModel() == null ? "(none)" : config.defaultModel()));
        if (config.unknownModels() != null) in.print("Unknown models: answered by " + config.unknownModels());
        if (config.strictTranslation()) in.print("Strict translation: on");
        in.print("Master key: " + SecretMask.secret(config.masterKey()));
        ClientKeyOperations.lines(config).forEach(in::print);
        in.print(config.providers().isEmpty() ? "Providers: (none)" : "Providers:");
        for (Provider provider : config.providers()) list(provider);
        in.print(config.aliases().isEmpty() ? "Model aliases: (none)" : "Model aliases:");
        for (Alias alias : config.aliases().values()) {
            in.print("- " + alias.id() + " strategy=" + alias.strategy().word());
            in.print("  targets=" + UpsertAlias.line(alias.targets()));
            in.print("  fallbackTargets=" + UpsertAlias.line(alias.fallbackTargets()));
        }
    }

    private void list(Provider provider) {
        in.print("- " + provider.id() + " (" + provider.name() + ")" + (provider.enabled() ? "" : " disabled"));
        for (String line : addresses(provider)) in.print("  " + line);
        in.print("  formats=" + formats(provider.formats()));
        in.print("  apiKey=" + SecretMask.secret(provider.apiKey()));
        in.print("  models=" + models(provider));
        in.print(provider.rateLimits().isEmpty() ? "  rateLimits=(none)" : "  rateLimits:");
        for (Bucket bucket : provider.rateLimits()) in.print("  - " + row(bucket));
    }

    /// The base URLs, and for each format the address that is asked. A base URL that is itself the address of an
    /// endpoint is left out: the address says it.
    static List<String> addresses(Provider provider) {
        var lines = new ArrayList<String>();
        if (isBase(provider.baseUrl())) lines.add("baseUrl=" + provider.baseUrl());
        for (Format format : Format.values()) {
            String url = provider.baseUrlByFormat().get(format);
            if (isBase(url)) lines.add(format.word() + "BaseUrl=" + url);
        }
        for (Format format : provider.formats()) {
            lines.add(format.word() + "Address=" + ProviderAddress.of(provider, format));
        }
        return lines;
    }

    private static boolean isBase(String url) {
        return url != null && Endpoints.formatOf(url) == null;
    }

    static String formats(List<Format> formats) {
        var words = new ArrayList<String>();
        for (Format format : formats) words.add(format.word());
        return String.join(",", words);
    }

    /// `id`, `id[openai]` where a model has formats of its own, `id{fallback:ref|ref}` where it has fallbacks.
    static String models(Provider provider) {
        var words = new ArrayList<String>();
        for (Model model : provider.models()) {
            String own = model.formats().isEmpty() ? "" : "[" + formats(model.formats()).replace(',', '|') + "]";
            String refs = String.join("|", quoted(model.fallbackModels()));
            String fallbacks = refs.isEmpty() ? "" : "{fallback:" + refs + "}";
            words.add(PastedList.quoted(model.id()) + own + fallbacks + (model.enabled() ? "" : " (disabled)"));
        }
        return String.join(",", words);
    }

    /// Names as they stand in a list.
    static List<String> quoted(List<String> names) {
        return names.stream().map(PastedList::quoted).toList();
    }

    /// `name (id): models=… cap=40 requests + 900 tokens per 6 hours concurrency=2`.
    static String row(Bucket bucket) {
        boolean named = bucket.name() != null && !bucket.name().equals(bucket.id());
        String label = named ? bucket.name() + " (" + bucket.id() + ")" : bucket.id();
        var caps = new ArrayList<String>();
        if (bucket.requests() != null) caps.add(Plural.of(bucket.requests(), "request"));
        if (bucket.tokens() != null) caps.add(Plural.of(bucket.tokens(), "token"));
        String models = String.join(",", quoted(bucket.models()));
        String row = label + ": models=" + (models.isEmpty() ? "all" : models);
        if (bucket.window() != null) {
            String unit = bucket.window().unit().name().toLowerCase(Locale.ROOT);
            int size = bucket.window().size();
            row += " cap=" + String.join(" + ", caps) + " per " + (size == 1 ? unit : Plural.of(size, unit));
        }
        return bucket.concurrency() == null ? row : row + " concurrency=" + bucket.concurrency();
    }
}
