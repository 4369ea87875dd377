package llmrouter.config.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Decimal;
import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.config.KnownNames;
import llmrouter.json.Json;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// Reads the aliases.
final class AliasReader {
    /// Sums of weights up to this cannot overflow.
    private static final long LARGEST_WEIGHT = 1_000_000;

    private AliasReader() {}

    static Map<String, Alias> read(Fields root) {
        var aliases = new LinkedHashMap<String, Alias>();
        Fields fields = root.object("modelAliases", ConfigSection.NAMES);
        if (fields == null) return aliases;
        for (String id : fields.keys()) {
            JsonPath at = fields.path().member(id);
            if (!Ids.isAliasId(id)) {
                root.findings().problem(at, Finding.quoted(id) + " cannot be an alias id",
                    "start with a letter or digit, then use letters, digits and . _ : -");
            }
            if (KnownNames.DEFAULT_MODEL_NAMES.contains(id)) {
                root.findings().warning(at, "takes the name " + Finding.quoted(id)
                    + ", which would mean the default model without this alias",
                    "rename the alias if clients that ask for \"" + id + "\" should get the default model");
            }
            Fields inner = Fields.of(fields.raw(id), ConfigSection.ALIAS, at, root.findings());
            if (inner != null) aliases.put(id, alias(id, inner));
        }
        root.findings().later(known -> ReferenceChecks.checkCycles(fields.path(), known, root.findings()));
        return aliases;
    }

    private static Alias alias(String id, Fields fields) {
        String inner = fields.text("id");
        if (inner != null && !inner.equals(id)) {
            fields.warning("id", Finding.quoted(inner) + " differs from the key, which counts",
                "write \"" + id + "\" or remove it");
        }
        String word = fields.text("strategy");
        Strategy strategy = word == null ? Strategy.ORDERED : Strategy.of(word);
        if (strategy == null) {
            fields.problem("strategy", Finding.quoted(word) + " is not a strategy", "write "
                + Strategy.anyOf(""));
        }
        List<AliasTarget> targets = targets(fields, "targets");
        if (targets.isEmpty()) {
            fields.missing("targets", "has no targets", "add \"targets\": [\"provider/model\"]");
        }
        var alias = new Alias(id, strategy, targets, targets(fields, "fallbackTargets"));
        fields.ignore("metadata");
        fields.warnUnknown();
        return alias;
    }

    private static List<AliasTarget> targets(Fields fields, String name) {
        var targets = new ArrayList<AliasTarget>();
        List<Json> items = fields.items(name);
        for (int i = 0; i < items.size(); i++) {
            JsonPath at = fields.itemAt(i, name);
            AliasTarget target = target(items.get(i), at, fields.findings());
            if (target == null) continue;
            boolean again = false;
            for (AliasTarget t : targets) again |= t.ref().equals(target.ref());
            if (again) {
                fields.findings().warning(at, Finding.quoted(target.ref()) + " is listed twice; the first counts",
                    "remove one of them");
            } else {
                targets.add(target);
            }
        }
        return targets;
    }

    private static AliasTarget target(Json value, JsonPath at, FindingCollector findings) {
        if (value instanceof Str s) {
            String ref = Ws.trim(s.value());
            return checked(ref, "1", at, findings);
        }
        Fields fields = Fields.of(value, ConfigSection.TARGET, at, findings);
        if (fields == null) return null;
        String ref = fields.text("ref");
        Json weight = fields.take("weight");
        fields.ignore("metadata");
        fields.warnUnknown();
        if (ref == null) {
            fields.missing("ref", "has no reference", "add \"ref\": \"provider/model\"");
            return null;
        }
        String text = weight == null ? "1" : Decimal.text(weight);
        if (Decimal.millionths(text) <= 0 || Decimal.millionths(text) > LARGEST_WEIGHT * Decimal.ONE) {
            fields.problem("weight", "must be a number above 0 and at most " + LARGEST_WEIGHT + ", not "
                + Fields.shown(weight), "write e.g. 1 or 2.5");
        }
        return checked(ref, text, fields.at("ref"), findings);
    }

    private static AliasTarget checked(String ref, String weight, JsonPath at, FindingCollector findings) {
        findings.later(known -> ReferenceChecks.checkTarget(ref, at, known, findings));
        return new AliasTarget(ref, weight);
    }
}
