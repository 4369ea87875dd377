package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.Alias;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Decimal;
import llmrouter.config.Finding;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.json.file.JsonDuplicates;
import llmrouter.json.file.JsonDuplicates.Duplicate;
import llmrouter.json.file.JsonSource;
import llmrouter.text.Ws;

/// Reads the configuration. Every spelling in [ConfigSection] is accepted; every mistake is reported with its place and
/// fix.
///
/// The file may have comments and a byte-order mark, see [JsonSource]. A key that one object has twice is a mistake.
/// Reading does not change the text. Older schema versions are read as they are, and unknown keys are only warned
/// about.
public final class ConfigReader {
    /// The schema version that this program reads and writes.
    public static final int VERSION = 2;

    private ConfigReader() {}

    /// Reads a whole file. An absent or empty file is an empty configuration.
    ///
    /// @param text or null if there is no file
    /// @param file how messages name it
    public static ConfigOutcome read(String text, String file) {
        var findings = new FindingCollector(file, text);
        if (Ws.blank(text)) return findings.outcome(Config.EMPTY, VERSION);
        Json tree;
        try {
            JsonSource source = JsonSource.of(text);
            if (source.hasNoValue()) return findings.outcome(Config.EMPTY, VERSION);
            tree = source.parse();
            for (Duplicate twice : JsonDuplicates.in(source)) report(twice, findings);
        } catch (JsonError e) {
            var problem = new Finding(file, e.line(), e.column(), "", "is not valid JSON: " + e.getMessage(), hint(text,
                e));
            return new ConfigOutcome.InvalidConfig(List.of(problem), List.of());
        }
        Fields root = Fields.of(tree, ConfigSection.ROOT, JsonPath.ROOT, findings);
        if (root == null) return findings.outcome(Config.EMPTY, VERSION);
        int version = version(root);
        if (version > VERSION) {
            findings.problem(root.at("version"), "is " + version + ", newer than the " + VERSION
                + " that this version of the program understands",
                "update the program; the file was not changed");
            return findings.outcome(Config.EMPTY, version);
        }
        return findings.outcome(config(root), version);
    }

    /// The first place stands in the fix, not in the problem: an edit moves lines, and the problem stays the same one.
    private static void report(Duplicate twice, FindingCollector findings) {
        JsonPath path = JsonPath.ROOT;
        for (Object step : twice.path()) {
            path = step instanceof String key ? path.member(key) : path.item((Integer) step);
        }
        String first = twice.firstLine() == twice.line() ? "in the same line" : "in line " + twice.firstLine();
        findings.problem(twice.line(), twice.column(), path, "is given twice", "it already stands " + first
            + "; remove one of the two");
    }

    private static String hint(String text, JsonError error) {
        int at = error.offset();
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '#') return "begin a comment with // instead";
        if (c == '/') return text.startsWith("/*", at) ? "write */ where it ends" : "remove the slash";
        if (c == ',') return "remove the comma";
        if (c == '}' || c == ']') return "look for an extra comma before it";
        if (c == '\'') return "use double quotes";
        return at >= text.length() ? "the file ends too early; close the open brackets or quotes"
            : "correct the text there";
    }

    /// The schema version that a file states, or seems to have.
    ///
    /// @param tree the JSON of the file, an object
    public static int version(Json tree) {
        return version(Fields.of(tree, ConfigSection.ROOT, JsonPath.ROOT, new FindingCollector("", "")));
    }

    private static int version(Fields root) {
        Json given = root.take("version");
        if (given == null) return root.has("modelAliases") || limited(root) ? VERSION : 1;
        long version = Decimal.millionths(Decimal.text(given)) / Decimal.ONE;
        if (version > 0) return (int) Math.min(version, Integer.MAX_VALUE);
        root.warning("version", "is not a schema version", "write " + VERSION);
        return VERSION;
    }

    private static boolean limited(Fields root) {
        for (Json item : root.items("providers")) {
            if (!(item instanceof Obj o)) continue;
            if (!Json.isNull(o.get("rateLimits")) || !Json.isNull(o.get("rate-limits"))) return true;
        }
        return false;
    }

    private static Config config(Fields root) {
        FindingCollector findings = root.findings();
        var masterKey = SecretReader.read(root, "masterKey");
        SecretReader.warnOfWrapping(root, "masterKey", masterKey, false);
        List<ClientKey> masterKeys = ClientKeyReader.read(root);
        String defaultModel = root.text("defaultModel");
        JsonPath at = root.at("defaultModel");
        if (defaultModel != null) {
            findings.later(known -> ReferenceChecks.checkDefault(defaultModel, at, known, findings));
        }
        String unknownModels = root.text("unknownModels");
        JsonPath atUnknown = root.at("unknownModels");
        if (unknownModels != null) {
            findings.later(known -> ReferenceChecks.checkUnknown(unknownModels, atUnknown, known, findings));
        }
        boolean strict = root.flag(false, "strictTranslation");
        List<Provider> providers = providers(root);
        Map<String, Alias> aliases = AliasReader.read(root);
        root.ignore("metadata", "$schema");
        root.warnUnknown();
        return new Config(masterKey, masterKeys, defaultModel, unknownModels, strict, providers, aliases);
    }

    private static List<Provider> providers(Fields root) {
        var providers = new ArrayList<Provider>();
        List<Json> items = root.items("providers");
        for (int i = 0; i < items.size(); i++) {
            Fields fields = Fields.of(items.get(i), ConfigSection.PROVIDER, root.itemAt(i, "providers"),
                root.findings());
            if (fields == null) continue;
            Provider provider = ProviderReader.read(fields, i + 1);
            for (Provider other : providers) {
                if (!other.id().equals(provider.id())) continue;
                root.findings().problem(fields.at(fields.has("id") || !fields.has("name") ? "id" : "name"),
                    Finding.quoted(provider.id()) + " is the id of two providers", "rename or remove one");
                break;
            }
            providers.add(provider);
        }
        return providers;
    }
}
