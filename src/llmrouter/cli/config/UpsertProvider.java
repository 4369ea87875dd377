package llmrouter.cli.config;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.AddressWords;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.ProviderCheck.CheckOfProvider;
import llmrouter.cli.ProviderCheck.CheckedProvider;
import llmrouter.cli.ProviderCheck.PresetValues;
import llmrouter.cli.ProviderCheck.ProviderDraft;
import llmrouter.cli.ProviderCheck;
import llmrouter.config.BaseUrls;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
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
import llmrouter.config.edit.input.NetworkInput;
import llmrouter.files.ConfigText;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.providers.ProviderAddress;
import llmrouter.report.ConfigJson;

/// `config add-provider`: adds a provider, or changes only the given settings of an existing one. A known provider is
/// added by its id alone.
final class UpsertProvider implements ProviderDraft {
    private final Invocation in;
    private final Arguments given;
    private final ConfigText file;
    private final CheckOfProvider check;

    private UpsertProvider(Invocation in, ProviderCheck checker) throws IOException {
        this.in = in;
        this.given = in.arguments();
        this.file = ConfigFile.read(in);
        this.check = checker.begin(in, this);
    }

    static int run(Invocation in, ProviderCheck checker) throws IOException {
        return new UpsertProvider(in, checker).run();
    }

    private int run() throws IOException {
        checkMasterKeyFlags(in);
        in.secretFlag("api-key");
        ConfigFile.checkBeforeAsking(in, change(null, check.standIn()));
        Secret key = check.key();
        if (given.text("endpoints") != null) AddressWords.sayWhatIsSkipped(in);
        CheckedProvider checked = check.check(key);
        ConfigChange<ProviderChanged> change = change(key, checked);
        if (checked != null && checked.facts() != null) change = change.then(checked.facts());
        MasterKeyChange masterKey = masterKey(in);
        if (masterKey != null) SetMasterKey.warnIfWeak(in, masterKey);
        var saved = ConfigFile.save(in, masterKey == null ? change : change.then(masterKey));
        report(saved, masterKey != null, checked);
        return ExitCode.DONE;
    }

    /// @param checked what the provider has shown, or null
    private ProviderChange change(Secret key, CheckedProvider checked) {
        PresetValues preset = check.preset();
        Boolean enabled = given.given("enabled") ? given.isOn("enabled") : null;
        boolean sorted = checked != null && !checked.bases().isEmpty();
        var bases = new LinkedHashMap<>(basesByFormat(given));
        if (sorted) checked.bases().forEach(bases::putIfAbsent);
        var addresses = new AddressInput(sorted ? null : given.text("endpoints"),
            preset == null ? given.text("base-url") : preset.base(), bases);
        boolean shown = checked != null && checked.formats() != null;
        var formats = new FormatInput(given.text("format"), shown ? words(checked.formats()) : formats());
        var models = new ModelsInput(models(checked), given.text("add-models"), given.text("remove-models"),
            given.isOn("cascade"));
        String name = given.text("name") == null && preset != null ? preset.name() : given.text("name");
        return new ProviderChange(id(), name, enabled, addresses, formats, models, given.text("headers"), key,
            network());
    }

    private NetworkInput network() {
        String variable = given.text("client-certificate-password-env");
        String file = given.text("client-certificate-password-file");
        if (variable != null && file != null) {
            throw CliError.usage("give only one of --client-certificate-password-env and "
                + "--client-certificate-password-file");
        }
        Secret password = variable != null ? new Secret.EnvSecret(variable)
            : file != null ? new Secret.FileSecret(in.path("client-certificate-password-file").toString()) : null;
        return new NetworkInput(given.text("proxy"), given.text("client-certificate"),
            given.text("client-certificate-key"), password);
    }

    @Override
    public EditOutcome<ProviderChanged> with(Secret key, CheckedProvider checked) {
        return ConfigFile.preview(file, change(key, checked));
    }

    private static String words(List<Format> formats) {
        return String.join(",", formats.stream().map(Format::word).toList());
    }

    /// The models that were given, else those of a known provider for a new one, else what the provider has shown.
    private String models(CheckedProvider checked) {
        if (given.text("models") != null || given.text("add-models") != null) return given.text("models");
        if (check.knownModels() instanceof String known) return known;
        return checked == null ? null : checked.models();
    }

    /// The formats that were given; for a new provider without any, those of a known one, or the best one of a known
    /// provider's base URL.
    private String formats() {
        String formats = given.text("formats");
        boolean said = formats != null || given.text("format") != null;
        if (check.preset() != null && !said) return words(check.preset().formats());
        String base = given.text("base-url");
        boolean other = said || base == null || !basesByFormat(given).isEmpty();
        if (other || !isNew() || BaseUrls.problem(base) != null) return formats;
        boolean told = Endpoints.formatOf(base) != null || Format.namedIn(base) != null;
        Format best = told ? null : ProviderAddress.formatOf(base);
        return best == null ? null : best.word();
    }

    @Override
    public String id() {
        return Given.of(in).text(0, "provider-id");
    }

    @Override
    public boolean isNew() {
        return file.outcome() instanceof ValidConfig valid
            && valid.config().providers().stream().noneMatch(provider -> provider.id().equals(id()));
    }

    @Override
    public boolean hasAddress() {
        return given.text("endpoints") != null || given.text("base-url") != null || !basesByFormat(given).isEmpty();
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
        if (check.preset() != null && provider != null) in.print("defaultModel=" + defaultModel(saved, id));
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
