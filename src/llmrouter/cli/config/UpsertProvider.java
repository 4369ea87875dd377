package llmrouter.cli.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.BaseUrls;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.ProviderPatch;
import llmrouter.files.ConfigText;
import llmrouter.json.Json.Obj;

/// `config --operation=upsert-provider`: adds a provider, or changes of one exactly what was given.
final class UpsertProvider {
    private final Invocation in;
    private final Arguments given;
    private final Map<Format, String> bases = new LinkedHashMap<>();
    private String base;

    private UpsertProvider(Invocation in) {
        this.in = in;
        this.given = in.arguments();
    }

    static int run(Invocation in) throws IOException {
        return new UpsertProvider(in).run();
    }

    private int run() throws IOException {
        ConfigText file = ConfigChange.read(in);
        String id = id();
        refuseTakenName(id, file.outcome());
        readBases();
        Obj headers = ConfigChange.object(in, "headers");
        boolean isNew = !ConfigChange.draft(file).hasProvider(id);
        if (isNew && base == null && bases.isEmpty()) throw CliError.usage("a new provider needs its address: give --base-url, --openai-base-url or --claude-base-url");
        if (isNew && !given.given("models")) throw CliError.usage("a new provider needs its models: give --models=a,b");
        var patch = new ProviderPatch(id, given.text("name"), given.given("enabled") ? given.isOn("enabled") : null, base, bases, in.secret("api-key"),
            formats(isNew), preferred(), headers, given.given("models") ? models() : null);
        Secret masterKey = in.secret("master-key");
        if (masterKey == null && given.isOn("set-master-key")) {
            throw CliError.usage("--set-master-key needs the key: give --master-key-stdin, --master-key-env or --master-key-file");
        }
        if (given.isOn("skip-probe")) in.say("note: --skip-probe changes nothing, saving never asks the provider");
        if (masterKey != null) SetMasterKey.warnIfWeak(in, masterKey);
        boolean[] created = new boolean[1];
        var change = ConfigChange.save(in, draft -> {
            created[0] = patch.applyTo(draft);
            if (masterKey != null) draft.setMasterKey(masterKey);
            if (patch.models() != null) draft.setDefaultModelIfAbsent(id + "/" + patch.models().getFirst());
        });
        report(id, created[0], change);
        return 0;
    }

    private String id() {
        String id = given.text("provider-id");
        if (id == null && !given.given("name")) throw CliError.usage("which provider? Give --provider-id, and --name if it is new");
        if (id == null) return Ids.providerId(given.text("name"));
        if (Ids.isProviderId(id)) return id;
        throw CliError.usage("--provider-id=" + id + " cannot be an id (a lower-case letter, then lower-case letters, digits and hyphens); write "
            + Ids.providerId(id));
    }

    private static Provider existing(Config config, String id) {
        for (Provider p : config.providers()) if (p.id().equals(id)) return p;
        return null;
    }

    private void refuseTakenName(String id, ConfigOutcome before) {
        if (!(before instanceof ValidConfig valid) || !given.given("name")) return;
        for (Provider p : valid.config().providers()) {
            if (p.id().equals(id) || !p.name().equalsIgnoreCase(given.text("name"))) continue;
            throw CliError.usage("--name='" + given.text("name") + "' belongs to provider '" + p.id() + "'; choose another, or change that one with --provider-id=" + p.id());
        }
    }

    private void readBases() {
        base = url("base-url");
        for (Format format : Format.values()) {
            String url = url(format.word() + "-base-url");
            if (url != null) bases.put(format, url);
        }
        if (!given.given("endpoints")) return;
        var plain = new ArrayList<String>();
        List<String> found = EndpointGrammar.list(given.text("endpoints"));
        if (found.isEmpty()) throw CliError.usage("--endpoints holds no address; write e.g. --endpoints=https://api.example.com/v1");
        for (String url : found) {
            checked("endpoints", url);
            Format told = Endpoints.formatOf(url);
            if (told == null || bases.putIfAbsent(told, url) != null) plain.add(url);
        }
        plain.remove(base);
        plain.removeAll(bases.values());
        if (plain.size() > 1 || plain.size() == 1 && base != null) {
            throw CliError.usage("which format does each address speak? Give " + String.join(" and ", plain)
                + " as " + Format.anyOf("--", "-base-url") + " instead of --endpoints");
        }
        if (plain.size() == 1) base = plain.getFirst();
    }

    private String url(String flag) {
        return given.given(flag) ? checked(flag, given.text(flag)) : null;
    }

    private static String checked(String flag, String url) {
        String[] problem = BaseUrls.problem(url);
        if (problem != null) throw CliError.usage("--" + flag + " " + problem[0] + "; " + problem[1]);
        return url;
    }

    private List<String> models() {
        var ids = new ArrayList<String>();
        for (String word : PastedList.words(given.text("models"))) {
            String id = PastedList.bare(word);
            if (!id.isEmpty() && !ids.contains(id)) ids.add(id);
        }
        if (ids.isEmpty()) throw CliError.usage("--models names no model; write e.g. --models=gpt-4o,o3");
        return ids;
    }

    private Format preferred() {
        return given.given("format") ? format("format", given.text("format")) : null;
    }

    private static Format format(String flag, String word) {
        Format format = Format.of(word.toLowerCase(Locale.ROOT));
        if (format == null) throw CliError.usage("--" + flag + ": '" + word + "' is not a format; write " + Format.anyOf("", ""));
        return format;
    }

    /// The formats as given; of a new provider also as its addresses tell them.
    private List<Format> formats(boolean isNew) {
        var formats = new ArrayList<Format>();
        if (given.given("formats")) {
            for (String word : PastedList.words(given.text("formats"))) formats.add(format("formats", word));
            if (formats.isEmpty()) throw CliError.usage("--formats names no format; write " + Format.anyOf("", ""));
            return formats;
        }
        if (!isNew || given.given("format")) return null;
        formats.addAll(bases.keySet());
        if (base != null && formats.isEmpty()) {
            Format told = told(base);
            if (told == null) throw CliError.usage("which format does " + base + " speak? Give --formats=openai, --formats=claude or both");
            formats.add(told);
        }
        return formats;
    }

    private static Format told(String url) {
        if (Endpoints.formatOf(url) instanceof Format format) return format;
        return Format.namedIn(url);
    }

    private void report(String id, boolean created, ConfigChange change) {
        Config config = change.config();
        Provider provider = config == null ? null : existing(config, id);
        if (given.isOn("json")) {
            Obj json = change.json("upsert-provider").put("created", created).put("providerId", id);
            if (provider != null) json.put("provider", ConfigJson.provider(provider));
            in.print(json);
            return;
        }
        in.print((created ? "added provider " : "changed provider ") + id + " in " + change.path());
        if (provider == null) return;
        in.print("probe=skipped");
        for (String line : ListConfig.addresses(provider)) in.print(line);
        in.print("formats=" + ListConfig.formats(provider.formats()));
        in.print("models=" + ListConfig.models(provider));
        in.print("masterKey=" + SecretMask.secret(config.masterKey()));
        noteShadowedBase(provider);
    }

    private void noteShadowedBase(Provider provider) {
        boolean used = base == null;
        for (Format format : provider.formats()) used |= provider.baseUrlFor(format).equals(base);
        if (used) return;
        in.say("note: every format of " + provider.id() + " has a base URL of its own, which counts before --base-url; change those with --openai-base-url "
            + "and the like");
    }
}
