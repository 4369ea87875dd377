package llmrouter.cli.config;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.BaseUrls;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.ConfigChange;
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

/// `config add-provider`: adds a provider, or changes only the given settings of an existing one.
final class UpsertProvider {
    private UpsertProvider() {}

    static int run(Invocation in) throws IOException {
        ConfigText file = ConfigFile.read(in);
        checkMasterKeyFlags(in);
        in.secretFlag("api-key");
        ConfigFile.checkBeforeAsking(in, change(in, file, null));
        ConfigChange<ProviderChanged> change = change(in, file, key(in, file));
        MasterKeyChange masterKey = masterKey(in);
        if (in.arguments().isOn("skip-probe")) {
            in.say("note: --skip-probe changes nothing, because saving never contacts the provider");
        }
        if (masterKey != null) SetMasterKey.warnIfWeak(in, masterKey);
        var saved = ConfigFile.save(in, masterKey == null ? change : change.then(masterKey));
        report(in, saved, masterKey != null);
        return ExitCode.DONE;
    }

    private static ProviderChange change(Invocation in, ConfigText file, Secret key) {
        Arguments given = in.arguments();
        Boolean enabled = given.given("enabled") ? given.isOn("enabled") : null;
        var addresses = new AddressInput(given.text("endpoints"), given.text("base-url"), basesByFormat(given));
        var formats = new FormatInput(given.text("format"), formats(in, file));
        var models = new ModelsInput(given.text("models"), given.text("add-models"), given.text("remove-models"),
            given.isOn("cascade"));
        return new ProviderChange(id(in), given.text("name"), enabled, addresses, formats, models,
            given.text("headers"), key);
    }

    /// The formats that were given; for a new provider without any, the best one of a known provider's base URL.
    private static String formats(Invocation in, ConfigText file) {
        Arguments given = in.arguments();
        String formats = given.text("formats");
        String base = given.text("base-url");
        boolean said = formats != null || given.text("format") != null || base == null
            || !basesByFormat(given).isEmpty();
        if (said || !isNew(id(in), file) || BaseUrls.problem(base) != null) return formats;
        boolean told = Endpoints.formatOf(base) != null || Format.namedIn(base) != null;
        Format best = told ? null : ProviderAddress.formatOf(base);
        return best == null ? null : best.word();
    }

    private static String id(Invocation in) {
        return Given.of(in).text(0, "provider-id");
    }

    /// The key that was given; at a terminal the user is asked for that of a new provider.
    private static Secret key(Invocation in, ConfigText file) throws IOException {
        String id = id(in);
        Secret given = in.secret("api-key");
        Arguments arguments = in.arguments();
        boolean asks = given == null && in.terminal() && id != null && !arguments.isOn("yes")
            && !arguments.isOn("dry-run") && isNew(id, file);
        return asks ? in.asked("Key of " + Printable.of(id) + " (not shown; Enter for none): ") : given;
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
    private static void report(Invocation in, SavedChange<ProviderChanged> saved, boolean masterKeySet) {
        String id = saved.result().id();
        Provider provider = saved.provider(id);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            Obj json = saved.json("upsert-provider").put("created", saved.result().created()).put("providerId", id);
            report.print(json.put("provider", provider == null ? Json.Null.NULL : ConfigJson.provider(provider)));
            return;
        }
        report.headline(saved.result().created() ? "added" : "changed", "provider " + id, "in");
        if (provider != null) describe(in, saved, provider, masterKeySet);
        report.details("provider " + id);
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
