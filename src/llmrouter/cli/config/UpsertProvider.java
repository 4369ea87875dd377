package llmrouter.cli.config;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.ProviderCheck.CheckWanted;
import llmrouter.cli.ProviderCheck.CheckedProvider;
import llmrouter.cli.ProviderCheck.PresetValues;
import llmrouter.cli.ProviderCheck;
import llmrouter.config.BaseUrls;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.input.FormatInput;
import llmrouter.config.edit.MasterKeyChange;
import llmrouter.config.edit.ProviderChange;
import llmrouter.config.edit.ProviderChange.ProviderChanged;
import llmrouter.config.edit.compare.KeySource;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.files.ConfigText;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.providers.ProviderAddress;
import llmrouter.text.Printable;

/// `config add-provider`: adds a provider, or changes only the given settings of an existing one. A known provider is
/// added by its id alone.
final class UpsertProvider {
    private final Invocation in;
    private final Arguments given;
    private final ProviderCheck checker;
    private final ConfigText file;
    /// The known provider that is added by its id; null for any other.
    private final PresetValues preset;

    private UpsertProvider(Invocation in, ProviderCheck checker) throws IOException {
        this.in = in;
        this.given = in.arguments();
        this.checker = checker;
        this.file = ConfigFile.read(in);
        boolean byId = id(in) != null && isNew(id(in), file) && !hasAddress(given);
        this.preset = byId ? checker.preset(in, id(in)) : null;
    }

    static int run(Invocation in, ProviderCheck checker) throws IOException {
        return new UpsertProvider(in, checker).run();
    }

    private int run() throws IOException {
        checkMasterKeyFlags(in);
        in.secretFlag("api-key");
        refuseUnknown();
        ConfigFile.checkBeforeAsking(in, change(standIn()));
        Secret key = key();
        CheckedProvider checked = checked(key);
        ConfigChange<ProviderChanged> change = change(key, checked);
        MasterKeyChange masterKey = masterKey(in);
        if (checked != null && checked.facts() != null) change = change.then(checked.facts());
        if (masterKey != null) SetMasterKey.warnIfWeak(in, masterKey);
        var saved = ConfigFile.save(in, masterKey == null ? change : change.then(masterKey));
        report(saved, masterKey != null, checked);
        return ExitCode.DONE;
    }

    /// What is missing may be in the table of known providers, or the provider itself may say it.
    private void refuseUnknown() {
        EditOutcome<ProviderChanged> outcome = ConfigFile.preview(file, change(standIn()));
        if (id(in) == null || !(outcome instanceof EditOutcome.Refused(var problem))) return;
        String hint = switch (problem.field()) {
            case "baseUrl" -> hasAddress(given) ? null : checker.hint(id(in));
            case "models", "formats" -> given.text(problem.field()) != null || !hasAddress(given) ? null
                : "or give --probe, which asks the provider";
            default -> null;
        };
        if (hint != null) throw CliError.usage(problem.describe(FlagNames.FLAGS) + "; " + hint);
    }

    /// What the user did not say and the provider will be asked for; null if all is said.
    private CheckedProvider standIn() {
        if (!asks()) return null;
        String models = knowsModels() ? null : Model.EVERY;
        return new CheckedProvider(knowsFormats() ? null : List.of(Format.values()), unsorted().isEmpty() ? Map.of()
            : Map.of(Format.DEFAULT, unsorted().getFirst()), models, null, null, List.of());
    }

    private ProviderChange change(CheckedProvider checked) {
        return change(null, checked);
    }

    /// @param checked what the provider has shown, or null
    private ProviderChange change(Secret key, CheckedProvider checked) {
        Boolean enabled = given.given("enabled") ? given.isOn("enabled") : null;
        boolean sorted = checked != null && !checked.bases().isEmpty();
        var bases = new LinkedHashMap<>(basesByFormat(given));
        if (sorted) checked.bases().forEach(bases::putIfAbsent);
        String base = preset != null ? preset.base() : given.text("base-url");
        var addresses = new AddressInput(sorted ? null : given.text("endpoints"), base, bases);
        boolean shown = checked != null && checked.formats() != null;
        var formats = new FormatInput(given.text("format"), shown ? words(checked.formats()) : formats());
        var models = new ModelsInput(models(checked), given.text("add-models"), given.text("remove-models"),
            given.isOn("cascade"));
        String name = given.text("name") == null && preset != null ? preset.name() : given.text("name");
        return new ProviderChange(id(in), name, enabled, addresses, formats, models, given.text("headers"), key);
    }

    private static String words(List<Format> formats) {
        return String.join(",", formats.stream().map(Format::word).toList());
    }

    /// The models that were given, else those of a known provider for a new one, else what the provider has shown.
    private String models(CheckedProvider checked) {
        if (given.text("models") != null || given.text("add-models") != null) return given.text("models");
        if (knownModels() instanceof String known) return known;
        return checked == null ? null : checked.models();
    }

    private String knownModels() {
        if (id(in) == null || !isNew(id(in), file)) return null;
        String base = given.text("base-url");
        boolean readable = base != null && BaseUrls.problem(base) == null;
        PresetValues known = preset != null ? preset : readable ? checker.known(base) : null;
        return known == null || known.models().isEmpty() ? null : String.join(",", known.models());
    }

    private boolean knowsModels() {
        return given.text("models") != null || given.text("add-models") != null || knownModels() != null
            || id(in) != null && !isNew(id(in), file);
    }

    private boolean knowsFormats() {
        boolean said = given.text("formats") != null || given.text("format") != null || preset != null;
        if (said || id(in) != null && !isNew(id(in), file)) return true;
        EditOutcome<?> outcome = ConfigFile.preview(file, change(null, new CheckedProvider(null, Map.of(), Model.EVERY,
            null, null, List.of())));
        return !(outcome instanceof EditOutcome.Refused(var problem) && (problem.field().equals("formats")
            || problem.field().equals("endpoints")));
    }

    /// Addresses that are only for the provider to sort.
    private List<String> unsorted() {
        boolean sorts = given.isOn("probe") && given.text("endpoints") != null && !knowsFormats();
        return sorts ? EndpointGrammar.list(given.text("endpoints")) : List.of();
    }

    /// Whether the provider is asked before it is saved: if the user wants it, if it is a known one that is added by its
    /// id, and at a terminal if something is missing. What scripts say in full is saved as they say it.
    private boolean asks() {
        if (given.isOn("skip-probe")) return false;
        return given.isOn("probe") || preset != null || in.terminal() && !(knowsFormats() && knowsModels());
    }

    private CheckedProvider checked(Secret key) throws IOException {
        if (!asks()) return null;
        EditOutcome<ProviderChanged> outcome = ConfigFile.preview(file, change(key, standIn()));
        Provider provider = switch (outcome) {
            case EditOutcome.Edited<ProviderChanged> edited -> in(edited.after(), edited.result().id());
            case EditOutcome.Unchanged<ProviderChanged> same -> in(same.reading(), same.result().id());
            case EditOutcome.Wrong<?> _, EditOutcome.Newer<?> _, EditOutcome.Unusable<?> _, EditOutcome.Refused<?> _ ->
                null;
        };
        if (provider == null) return null; // saving says why
        boolean said = given.text("formats") != null || given.text("format") != null;
        return checker.check(in, new CheckWanted(provider, unsorted(), knowsFormats(), knowsModels(), said
            || preset == null && knowsFormats()));
    }

    private static Provider in(ConfigOutcome outcome, String id) {
        if (!(outcome instanceof ValidConfig valid)) return null;
        return valid.config().providers().stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }

    private static boolean hasAddress(Arguments given) {
        return given.text("endpoints") != null || given.text("base-url") != null || !basesByFormat(given).isEmpty();
    }

    /// The formats that were given; for a new provider without any, those of a known one, or the best one of a known
    /// provider's base URL.
    private String formats() {
        String formats = given.text("formats");
        boolean said = formats != null || given.text("format") != null;
        if (preset != null && !said) return words(preset.formats());
        String base = given.text("base-url");
        boolean other = said || base == null || !basesByFormat(given).isEmpty();
        if (other || !isNew(id(in), file) || BaseUrls.problem(base) != null) return formats;
        boolean told = Endpoints.formatOf(base) != null || Format.namedIn(base) != null;
        Format best = told ? null : ProviderAddress.formatOf(base);
        return best == null ? null : best.word();
    }

    private static String id(Invocation in) {
        return Given.of(in).text(0, "provider-id");
    }

    /// The key that was given, or that of a known provider's variable; at a terminal the user is asked for that of a
    /// new provider.
    private Secret key() throws IOException {
        String id = id(in);
        Secret said = in.secret("api-key");
        if (said != null) return said;
        boolean set = preset != null && preset.variable() != null
            && !in.shell().environment().getOrDefault(preset.variable(), "").isBlank();
        if (set) {
            in.say("using the key in the environment variable " + preset.variable());
            return new Secret.EnvSecret(preset.variable());
        }
        boolean free = preset != null && !preset.needsKey();
        boolean asks = in.terminal() && id != null && !free && !given.isOn("yes") && !given.isOn("dry-run")
            && isNew(id, file);
        Secret typed = asks ? in.asked("Key of " + Printable.of(id) + " (not shown; Enter for none): ") : null;
        if (typed == null && preset != null && preset.needsKey() && !given.isOn("dry-run")) {
            throw CliError.usage(id + " needs a key: set the environment variable " + preset.variable()
                + ", or give --api-key-env, --api-key-file or --api-key-stdin");
        }
        return typed;
    }

    private static boolean isNew(String id, ConfigText file) {
        return file.outcome() instanceof ValidConfig valid
            && valid.config().providers().stream().noneMatch(provider -> provider.id().equals(id));
    }

    private static Map<Format, String> basesByFormat(Arguments given) {
        var bases = new LinkedHashMap<Format, String>();
        for (Format format : Format.values()) {
            String url = given.text(ConfigFlags.baseUrlName(format.word()));
            if (url != null) bases.put(format, url);
        }
        return bases;
    }

    /// Null if no master key is to be set.
    private static MasterKeyChange masterKey(Invocation in) throws IOException {
        Secret key = in.secret("master-key");
        return key == null ? null : new MasterKeyChange(key);
    }

    private static void checkMasterKeyFlags(Invocation in) {
        boolean missing = in.arguments().isOn("set-master-key") && in.secretFlag("master-key") == null;
        if (missing) throw CliError.usage("--set-master-key needs the key: give --master-key-stdin, --master-key-env "
            + "or --master-key-file");
    }

    /// @param masterKeySet whether the master key was to be set too
    /// @param checked      what the provider has shown, or null
    private void report(SavedChange<ProviderChanged> saved, boolean masterKeySet, CheckedProvider checked) {
        String id = saved.result().id();
        Provider provider = saved.provider(id);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            Obj json = saved.json("upsert-provider").put("created", saved.result().created()).put("providerId", id);
            json.put("provider", provider == null ? Json.Null.NULL : ConfigJson.provider(provider));
            report.print(json.put("probe", checked == null ? Json.Null.NULL : checked.json()));
            return;
        }
        report.headline(saved.result().created() ? "added" : "changed", "provider " + id, "in");
        if (provider != null) describe(in, saved, provider, masterKeySet);
        if (preset != null && saved.config() != null) in.print("defaultModel=" + defaultModel(saved, id));
        if (checked != null) checked.lines().forEach(in::print);
        report.details("provider " + id);
    }

    private static String defaultModel(SavedChange<?> saved, String id) {
        String model = saved.config().defaultModel();
        return model != null ? model
            : "(none; 'llm-router config set-default-model " + id + "/MODEL' sets it)";
    }

    private static void describe(Invocation in, SavedChange<ProviderChanged> saved, Provider provider,
            boolean masterKeySet) {
        String id = provider.id();
        for (String line : ListConfig.addresses(provider)) in.print(line);
        in.print("formats=" + ListConfig.formats(provider.formats()));
        in.print("models=" + ListConfig.models(provider));
        in.print("key: " + KeySource.of(provider.apiKey()));
        if (masterKeySet) in.print("masterKey=" + SecretMask.secret(saved.config().masterKey()));
        if (saved.result().isBaseUrlUnused(provider)) {
            in.say("note: --base-url has no effect, because every format of " + id
                + " has a base URL of its own; change those with --openai-base-url and the like");
        }
    }
}
