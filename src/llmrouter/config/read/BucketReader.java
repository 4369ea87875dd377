package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.config.Model;
import llmrouter.config.WindowGrammar;
import llmrouter.json.Json;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;
import llmrouter.text.NearestName;

/// Reads caps.
final class BucketReader {
    private static final int LARGEST_WINDOW = 1_000_000;

    private BucketReader() {}

    /// @param models the models that caps may name; null if they are not checked
    static List<Bucket> read(Fields owner, List<Model> models) {
        var buckets = new ArrayList<Bucket>();
        var ids = new ArrayList<String>();
        List<Json> items = owner.items("rateLimits");
        for (int i = 0; i < items.size(); i++) {
            Fields fields = Fields.of(items.get(i), ConfigSection.CAP, owner.itemAt(i, "rateLimits"), owner.findings());
            if (fields == null) continue;
            Bucket bucket = bucket(fields, ids, i + 1);
            if (ids.contains(bucket.id())) {
                owner.findings().problem(fields.at("id"), Finding.quoted(bucket.id()) + " is the id of two caps",
                    "give each its own id");
            }
            ids.add(bucket.id());
            if (models != null) checkModels(fields, bucket, models);
            buckets.add(bucket);
        }
        return buckets;
    }

    private static Bucket bucket(Fields fields, List<String> taken, int number) {
        String name = fields.shown("name");
        String id = fields.text("id");
        if (id == null) id = Ids.bucketId(name == null ? "bucket-" + number : name, taken);
        List<String> models = fields.texts("models");
        Long requests = fields.whole(1, "requests");
        Long tokens = fields.whole(1, "tokens");
        Long concurrency = fields.whole(1, "concurrency");
        Window window = window(fields);
        fields.ignore("metadata");
        fields.warnUnknown();
        boolean noCap = !fields.has("requests") && !fields.has("tokens") && !fields.has("concurrency");
        if (noCap) {
            fields.problem("limits nothing", "add \"requests\", \"tokens\" or \"concurrency\"");
        }
        boolean counts = requests != null || tokens != null;
        if (counts && window == null && !fields.has("window") && !fields.has("windowUnit")) {
            fields.missing("window", "has no window",
                "add \"window\": {\"unit\": \"minute\", \"size\": 1}");
        }
        return new Bucket(id, name, every(fields, models), requests, tokens, concurrency, window);
    }

    /// Turns `["all"]` into the empty list that means all.
    private static List<String> every(Fields fields, List<String> models) {
        JsonPath at = fields.at("models");
        if (models.isEmpty()) {
            fields.findings().problem(at, "does not say for which models it counts",
                "write [\"all\"] or a list of model ids");
            return models;
        }
        boolean all = false;
        for (String model : models) all |= Letters.same(model, "all");
        if (all && models.size() > 1) {
            fields.findings().problem(at, "mixes \"all\" with model ids", "write [\"all\"] or only model ids");
        }
        return all ? List.of() : models;
    }

    private static Window window(Fields fields) {
        Json value = fields.take("window");
        if (value instanceof Str s) {
            Window window = WindowGrammar.parse(s.value());
            if (window == null) {
                fields.problem("window", Finding.quoted(s.value()) + " is not a window", WindowGrammar.HINT);
            }
            return window;
        }
        if (value == null) return window(fields, "windowUnit", "windowSize");
        Fields inner = Fields.of(value, ConfigSection.WINDOW, fields.at("window"), fields.findings());
        if (inner == null) return null;
        Window window = window(inner, "unit", "size");
        inner.warnUnknown();
        if (window == null && !inner.has("unit")) {
            inner.missing("unit", "has no unit", "add \"unit\": \"minute\" and \"size\": 1");
        }
        return window;
    }

    private static Window window(Fields fields, String unitName, String sizeName) {
        String word = fields.text(unitName);
        Long size = fields.whole(1, sizeName);
        boolean blank = word == null && fields.take(unitName) instanceof Str;
        if (blank) fields.problem(unitName, "is empty", "write second, minute, hour, day, week or month");
        if (word == null) return null;
        Unit unit = WindowGrammar.unit(word);
        if (unit == null) {
            fields.problem(unitName, Finding.quoted(word) + " is not a unit of time",
                "write second, minute, hour, day, week or month");
            return null;
        }
        if (!fields.has(sizeName)) {
            fields.problem("has a unit of time but no size", "add \"" + sizeName + "\": 1");
        }
        if (size != null && size > LARGEST_WINDOW) {
            fields.problem(sizeName, size + " is too large for a window", "write at most "
                + LARGEST_WINDOW);
            size = null;
        }
        return size == null ? null : new Window(unit, size.intValue());
    }

    private static void checkModels(Fields fields, Bucket bucket, List<Model> models) {
        var ids = new ArrayList<String>();
        for (Model model : models) ids.add(model.id());
        if (ids.contains(Model.EVERY)) return;
        for (int i = 0; i < bucket.models().size(); i++) {
            String wanted = bucket.models().get(i);
            if (ids.contains(wanted)) continue;
            JsonPath at = fields.itemAt(i, "models");
            String aliased = null;
            for (Model model : models) {
                if (model.aliases().contains(wanted)) aliased = model.id();
            }
            List<String> near = NearestName.of(wanted, ids, 3);
            if (aliased != null) {
                fields.findings().problem(at, Finding.quoted(wanted) + " is an alias of a model",
                    "write the model's id, \"" + aliased + "\"");
            } else {
                fields.findings().problem(at, Finding.quoted(wanted) + " is not a model of this provider",
                    "write one of " + FindingCollector.list(near.isEmpty() ? ids : near));
            }
        }
    }
}
