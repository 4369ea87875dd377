package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.PastedList;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.edit.ModelEntry;
import llmrouter.json.Json;
import llmrouter.text.NearestName;

/// `config --operation=set-model-fallbacks`: the models that are tried when one fails, all of them. They are cleared only when that is asked for.
final class SetFallbacks {
    private SetFallbacks() {}

    static int run(Invocation in) {
        boolean clear = in.arguments().isOn("clear-fallbacks");
        String given = in.arguments().text("fallback-models");
        if (clear == (given != null)) throw CliError.usage("give either --fallback-models=provider/model,provider/model or --clear-fallbacks");
        if (!clear && words(given).isEmpty()) throw CliError.usage("--fallback-models names no model; give --clear-fallbacks to clear the list");
        var fallbacks = new ArrayList<String>();
        String[] model = new String[1];
        var saved = ConfigChange.save(in, draft -> {
            ModelEntry site = ConfigLookup.model(in, draft);
            model[0] = site.ref();
            fallbacks.clear();
            if (!clear) fallbacks.addAll(canonical(given, site, draft));
            site.setFallbacks(draft, fallbacks);
        });
        if (in.arguments().isOn("json")) {
            in.print(saved.json("set-model-fallbacks").put("model", model[0]).put("fallbackModels", Json.strings(fallbacks)));
            return 0;
        }
        in.print(saved.verb() + " fallbacks of " + model[0] + " in " + saved.path());
        in.print("fallbacks=" + (fallbacks.isEmpty() ? "(none)" : String.join(", ", fallbacks)));
        return 0;
    }

    private static List<String> words(String given) {
        var words = new ArrayList<String>();
        for (String word : PastedList.words(given)) if (!PastedList.bare(word).isEmpty()) words.add(PastedList.bare(word));
        return words;
    }

    /// The models by their ids.
    /// @throws CliError listing every word that is none
    private static List<String> canonical(String given, ModelEntry self, ConfigDraft draft) {
        List<ModelEntry> models = ModelEntry.all(draft);
        List<String> known = models.stream().map(ModelEntry::ref).toList();
        var refs = new ArrayList<String>();
        var bad = new ArrayList<String>();
        for (String word : words(given)) {
            int slash = word.indexOf('/');
            ModelEntry site = slash < 0 ? null : ModelEntry.find(models, word.substring(0, slash), word.substring(slash + 1));
            if (site == null) bad.add("'" + word + "' is not a model (provider/model)" + NearestName.hint(word, known));
            else if (site.ref().equals(self.ref())) bad.add("'" + word + "' is the model itself");
            else if (!refs.contains(site.ref())) refs.add(site.ref());
        }
        if (!bad.isEmpty()) throw CliError.usage("--fallback-models cannot be saved, nothing was changed:\n  " + String.join("\n  ", bad));
        return refs;
    }
}
