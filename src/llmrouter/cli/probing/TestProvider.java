package llmrouter.cli.probing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.cli.AddressWords;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.BaseUrls;
import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;
import llmrouter.config.Secret;
import llmrouter.config.Timeouts;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.probe.ProbePlace;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeWish;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.ProviderTable;
import llmrouter.text.NearestName;

/// `config test-provider`: asks a configured provider, a known one, or given addresses what they speak.
final class TestProvider {
    private final Invocation in;
    private final Arguments given;
    private final Config config;

    private TestProvider(Invocation in, Config config) {
        this.in = in;
        this.given = in.arguments();
        this.config = config;
    }

    static int run(Invocation in) throws IOException {
        return new TestProvider(in, config(in)).test();
    }

    /// The configuration; an empty one if there is none. A file with mistakes is no obstacle for given addresses.
    private static Config config(Invocation in) {
        try {
            return switch (ConfigStore.at(in.configFile()).read().outcome()) {
                case ValidConfig valid -> valid.config();
                case InvalidConfig invalid -> {
                    in.say("warning: the configuration is not used, because it has mistakes: "
                        + invalid.problems().getFirst().describe());
                    yield Config.EMPTY;
                }
            };
        } catch (FileError e) {
            throw CliError.failed(e.getMessage());
        }
    }

    private int test() throws IOException {
        String id = given.operands().isEmpty() ? given.text("provider-id") : given.operands().getFirst();
        List<String> bases = bases();
        Provider provider = ProbeSession.withKey(in, provider(id, bases));
        if (provider.leftOut() != null) throw CliError.failed(provider.leftOutLine());
        List<ProbePlace> places = places(provider, bases);
        List<String> models = models(provider);
        ProbeResult result = ProbeSession.run(in, new ProbeWish(places, true, true, models, ProbeSession.limits(in)));
        if (given.isOn("json")) {
            in.print(Json.object().put("provider", provider.id()).put("result", ProbeJson.of(result)));
        } else {
            ProbeText.table(result).forEach(in::print);
            if (models.isEmpty()) in.say("no model was asked; --models=NAME asks one, which the provider bills");
        }
        return result.complete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<String> bases() {
        var bases = new ArrayList<String>();
        if (given.text("endpoints") != null) {
            AddressWords.sayWhatIsSkipped(in);
            bases.addAll(EndpointGrammar.list(given.text("endpoints")));
        }
        if (given.text("base-url") != null) bases.add(given.text("base-url"));
        for (String base : bases) checked(base);
        return bases.stream().distinct().toList();
    }

    private static String checked(String base) {
        UrlProblem problem = BaseUrls.problem(base);
        if (problem != null) throw CliError.usage("the address " + problem.what() + "; " + problem.fix());
        return base;
    }

    private String baseOf(Format format) {
        String base = given.text(format.word() + "-base-url");
        return base == null ? null : checked(base);
    }

    private boolean hasAddress(List<String> bases) {
        for (Format format : Format.values()) {
            if (baseOf(format) != null) return true;
        }
        return !bases.isEmpty();
    }

    /// The provider whose key and headers are used.
    private Provider provider(String id, List<String> bases) throws IOException {
        Provider found = id == null ? null
            : config.providers().stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
        if (found == null) found = unconfigured(id, bases);
        Secret key = in.secret("api-key");
        return key == null ? enabled(found) : enabled(found).withApiKey(key);
    }

    /// A provider that is switched off can be tested too.
    private static Provider enabled(Provider p) {
        return new Provider(p.id(), p.name(), true, p.baseUrl(), p.baseUrlByFormat(), p.apiKey(), p.formats(), p.auth(),
            p.authByFormat(), p.headers(), p.anthropicVersion(), p.anthropicBeta(), p.models(), p.rateLimits(),
            p.timeouts(), p.network(), p.fingerprint());
    }

    private Provider unconfigured(String id, List<String> bases) {
        KnownProvider row = id == null ? null : ProviderTable.of(id);
        boolean addressed = hasAddress(bases);
        if (!addressed && row == null) {
            String what = id == null ? "which provider? Name a configured or a known one, or give --base-url"
                : "there is no provider '" + id + "'" + NearestName.hint(id, names())
                    + "; give --base-url for an address that is not configured";
            throw CliError.usage(what + "; 'llm-router config presets' lists the known ones");
        }
        if (!addressed && !row.blanks().isEmpty()) {
            throw CliError.usage("the address of " + id + " differs from user to user: give it as --base-url="
                + row.base());
        }
        boolean keySet = row != null && row.key() != null
            && !in.shell().environment().getOrDefault(row.key(), "").isBlank();
        if (keySet && in.secretFlag("api-key") == null) in.say("using the key in the variable " + row.key());
        String base = addressed ? null : row.base();
        List<Format> formats = addressed ? List.of(Format.values()) : row.formats();
        return new Provider(id == null ? "tested" : id, id == null ? "tested" : id, true, base, Map.of(),
            keySet ? new Secret.EnvSecret(row.key()) : null, formats, null, Map.of(), List.of(), null, null, List.of(),
            List.of(), Timeouts.NONE, ProviderNetwork.USUAL, "");
    }

    private List<String> names() {
        var names = new ArrayList<>(config.providers().stream().map(Provider::id).toList());
        for (KnownProvider row : ProviderTable.ROWS) names.add(row.id());
        return names;
    }

    /// Given addresses take the place of those that are configured. One that ends in an endpoint is for its format.
    private List<ProbePlace> places(Provider provider, List<String> bases) {
        List<Format> formats = formats();
        var places = new ArrayList<ProbePlace>();
        if (!hasAddress(bases)) places.addAll(ProbePlace.of(provider));
        for (Format format : Format.values()) {
            if (baseOf(format) != null) places.add(new ProbePlace(provider, format, baseOf(format)));
        }
        for (String base : bases) {
            Format only = Endpoints.formatOf(base);
            List<Format> asked = only == null ? List.of(Format.values()) : List.of(only);
            for (ProbePlace place : ProbePlace.of(provider, List.of(base), asked)) {
                if (places.stream().noneMatch(p -> p.url().equals(place.url()))) places.add(place);
            }
        }
        if (formats != null) places.removeIf(place -> !formats.contains(place.format()));
        if (places.isEmpty()) throw CliError.usage("there is no address for the formats of --formats");
        return List.copyOf(places);
    }

    private List<Format> formats() {
        if (given.text("formats") == null) return null;
        var formats = new ArrayList<Format>();
        for (String word : PastedList.words(given.text("formats"))) {
            Format format = Format.of(word);
            if (format == null) {
                throw CliError.usage("--formats: '" + word + "' is not a format; write " + Format.anyOf("", ""));
            }
            formats.add(format);
        }
        return formats;
    }

    /// The models that were given; else those that are configured by their names. None if no model is to be asked.
    private List<String> models(Provider provider) {
        if (!given.isOn("ask-models", true)) return List.of();
        if (given.text("models") == null) {
            return provider.models().stream().filter(m -> m.enabled() && !m.isEvery()).map(Model::id).toList();
        }
        try {
            List<String> ids = ModelsInput.ids("models", given.text("models"));
            return ids.stream().filter(model -> !model.equals(Model.EVERY)).toList();
        } catch (RefusedInput _) {
            throw CliError.usage("--models has no model id that can be used");
        }
    }
}
