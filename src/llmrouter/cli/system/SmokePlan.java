package llmrouter.cli.system;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import llmrouter.cli.CliError;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.PastedList;
import llmrouter.config.Provider;

/// Which models `smoke` asks, and in which formats.
///
/// @param models  as `provider/model`
/// @param formats of the client
record SmokePlan(List<String> models, List<Format> formats) {

    /// @param providers ids that were chosen, or null for all
    /// @param named     models that were chosen, by id or as `provider/model`, or null for all
    /// @param formats   that were chosen, or null for all
    static SmokePlan of(Config config, String providers, String named, String formats) {
        List<Provider> chosen = providers(config, providers);
        Set<String> models = new LinkedHashSet<>();
        if (named == null) chosen.forEach(provider -> models.addAll(usual(config, provider)));
        else PastedList.words(named).forEach(word -> models.addAll(named(chosen, word)));
        if (models.isEmpty()) throw CliError.usage("there is no model to ask: the providers pass every model through, "
            + "and none is the default model or stands in an alias; name some with --models=PROVIDER/MODEL");
        return new SmokePlan(List.copyOf(models), formats(formats));
    }

    private static List<Provider> providers(Config config, String providers) {
        List<Provider> enabled = config.providers().stream().filter(Provider::enabled).toList();
        if (providers == null) return enabled;
        var chosen = new ArrayList<Provider>();
        for (String id : PastedList.words(providers)) {
            Provider provider = config.provider(id);
            if (provider == null) throw CliError.usage("--providers=" + id + ": there is no such enabled provider; "
                + "there are: " + String.join(", ", enabled.stream().map(Provider::id).toList()));
            chosen.add(provider);
        }
        return chosen;
    }

    private static List<Format> formats(String formats) {
        if (formats == null) return List.of(Format.values());
        var chosen = new ArrayList<Format>();
        for (String word : PastedList.words(formats)) {
            Format format = Format.of(word);
            if (format == null) throw CliError.usage("--formats=" + word + " is no format; there are: "
                + String.join(", ", Format.words()));
            chosen.add(format);
        }
        return List.copyOf(chosen);
    }

    /// The models that are configured; of those that the provider passes through, the default model and the ones in
    /// aliases.
    private static List<String> usual(Config config, Provider provider) {
        var refs = new ArrayList<String>();
        for (Model model : provider.models()) {
            if (model.enabled() && !model.isEvery()) refs.add(provider.id() + "/" + model.id());
        }
        for (String ref : chosenByName(config)) {
            boolean own = ref.startsWith(provider.id() + "/");
            if (own && provider.passesThrough(ref.substring(provider.id().length() + 1))) refs.add(ref);
        }
        return refs;
    }

    /// The default model and the targets of all aliases.
    private static Set<String> chosenByName(Config config) {
        var refs = new LinkedHashSet<String>();
        if (config.defaultModel() != null) refs.add(config.defaultModel());
        for (Alias alias : config.aliases().values()) {
            Stream.concat(alias.targets().stream(), alias.fallbackTargets().stream())
                .forEach(target -> refs.add(target.ref()));
        }
        return refs;
    }

    private static List<String> named(List<Provider> providers, String word) {
        var refs = new ArrayList<String>();
        for (Provider provider : providers) {
            boolean qualified = word.startsWith(provider.id() + "/");
            String id = qualified ? word.substring(provider.id().length() + 1) : word;
            Model model = qualified ? provider.model(id) : provider.configuredModel(id);
            if (model != null) refs.add(provider.id() + "/" + model.id());
        }
        if (refs.isEmpty()) throw CliError.usage("--models=" + word + ": no chosen provider has that model; name one "
            + "that is passed through as PROVIDER/MODEL");
        return refs;
    }

    int requests() {
        return models.size() * formats.size();
    }
}
