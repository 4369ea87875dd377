package llmrouter.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Capabilities;
import llmrouter.config.Finding;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.Model.Cost;
import llmrouter.json.Json;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// Reads the models of a provider. Each one is a string or an object.
final class ModelReader {
    private ModelReader() {}

    static List<Model> read(Fields provider, String providerId, List<Format> offered) {
        var models = new ArrayList<Model>();
        List<Json> items = provider.items("models");
        for (int i = 0; i < items.size(); i++) {
            JsonPath at = provider.itemAt(i, "models");
            Model model = items.get(i) instanceof Str s ? simple(s, at, provider.findings())
                : full(items.get(i), at, provider, providerId, offered);
            if (model != null) models.add(model);
        }
        warnOfSharedNames(provider, models);
        if (items.isEmpty()) provider.missing("models", "has no models", "add \"models\": [\"…\"]");
        else if (models.isEmpty()) provider.problem("models", "has no model that can be used", "correct one of them");
        return models;
    }

    private static Model simple(Str name, JsonPath at, FindingCollector findings) {
        String id = Ws.trim(name.value());
        if (!isUsable(id, at, findings)) return null;
        return new Model(id, List.of(), List.of(), true, null, null, null, List.of(), null);
    }

    private static Model full(Json value, JsonPath at, Fields provider, String providerId, List<Format> offered) {
        Fields fields = Fields.of(value, ConfigSection.MODEL, at, provider.findings());
        if (fields == null) return null;
        FindingCollector findings = provider.findings();
        String id = fields.text("id");
        boolean enabled = fields.flag(true, "enabled");
        boolean before = findings.lenient();
        findings.lenient(before || !enabled);
        if (id == null) fields.missing("id", "has no id", "add \"id\", the name that the provider uses");
        boolean usable = id != null && isUsable(id, fields.at("id"), findings);
        List<Format> formats = FormatReader.formats(fields, "formats");
        boolean served = formats.isEmpty() || offered.isEmpty();
        for (Format format : formats) served |= offered.contains(format);
        if (!served) {
            fields.problem("formats", "has no format in common with its provider",
                "add the format to the provider's \"formats\"");
        }
        var model = new Model(id, fields.texts("aliases"), formats, enabled, fields.whole(1, "contextWindow"),
            fields.whole(1, "maxOutputTokens"), cost(fields), fallbacks(fields, providerId + "/" + id),
            fields.choice("inlineThinking"), capabilities(fields));
        if (model.isEvery() && !model.aliases().isEmpty()) {
            fields.warning("aliases", "has no effect, because \"*\" stands for models under their own names",
                "remove it");
        }
        fields.ignore("metadata");
        fields.warnUnknown();
        findings.lenient(before);
        return usable ? model : null;
    }

    /// A model whose id cannot be sent is left out: one of a thousand must not stop the others.
    private static boolean isUsable(String id, JsonPath at, FindingCollector findings) {
        if (Ids.isModelId(id)) return true;
        findings.warning(at, Finding.quoted(id) + " cannot be a model id, so this model is left out", Ids.MODEL_RULE);
        return false;
    }

    private static Cost cost(Fields model) {
        Fields fields = model.object("cost", ConfigSection.COST);
        if (fields == null) return null;
        var cost = new Cost(fields.decimal("input"), fields.decimal("output"), fields.decimal("cacheRead"),
            fields.decimal("cacheWrite"));
        fields.warnUnknown();
        return cost;
    }

    private static Capabilities capabilities(Fields model) {
        Fields fields = model.object("capabilities", ConfigSection.CAPABILITIES);
        if (fields == null) return Capabilities.UNKNOWN;
        var known = new LinkedHashMap<String, Boolean>();
        for (String name : Capabilities.NAMES) {
            if (fields.choice(name) instanceof Boolean said) known.put(name, said);
        }
        fields.warnUnknown();
        return Capabilities.of(known);
    }

    private static List<String> fallbacks(Fields fields, String self) {
        List<String> refs = fields.texts("fallbackModels");
        for (int i = 0; i < refs.size(); i++) {
            String ref = refs.get(i);
            JsonPath at = fields.itemAt(i, "fallbackModels");
            fields.findings().later(known -> ReferenceChecks.checkFallback(ref, self, at, known, fields.findings()));
        }
        return refs;
    }

    private static void warnOfSharedNames(Fields provider, List<Model> models) {
        var names = new HashSet<String>();
        for (int i = 0; i < models.size(); i++) {
            String id = models.get(i).id();
            if (!names.add(id)) {
                provider.findings().problem(provider.itemAt(i, "models"), Finding.quoted(id) + " is listed twice",
                    "remove one of them");
            }
        }
        for (Model model : models) {
            for (String alias : model.aliases()) {
                if (names.add(alias)) continue;
                provider.warning("models", Finding.quoted(alias) + ", an alias of "
                    + Finding.quoted(model.id())
                    + ", already names another model, which counts", "choose another alias");
            }
        }
    }
}
