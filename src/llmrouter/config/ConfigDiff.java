package llmrouter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What changed between two configurations, in the words of the configuration. Of a key it says only that it changed.
public final class ConfigDiff {
    private ConfigDiff() {}

    /// One line, e.g. `provider groq added; openai: key changed, model gpt-5 removed; alias work changed`; empty if
    /// both mean the same.
    public static String line(Config before, Config after) {
        var changes = new ArrayList<String>();
        boolean sameKeys = same(before.masterKey(), after.masterKey())
            && before.masterKeys().equals(after.masterKeys());
        if (!sameKeys) changes.add("client keys changed");
        if (!same(before.defaultModel(), after.defaultModel())) {
            changes.add("default model is now " + after.defaultModel());
        }
        if (!same(before.unknownModels(), after.unknownModels())) {
            changes.add(after.unknownModels() == null ? "unknown models are refused now"
                : "unknown models are now answered by " + after.unknownModels());
        }
        if (before.strictTranslation() != after.strictTranslation()) {
            changes.add("strict translation is now " + (after.strictTranslation() ? "on" : "off"));
        }
        providers(before, after, changes);
        named("alias ", before.aliases(), after.aliases(), changes);
        return String.join("; ", changes);
    }

    private static boolean same(Object a, Object b) {
        return a == null ? b == null : a.equals(b);
    }

    private static <T> void named(String kind, Map<String, T> before, Map<String, T> after, List<String> changes) {
        for (Map.Entry<String, T> e : after.entrySet()) {
            T old = before.get(e.getKey());
            if (old == null) changes.add(kind + e.getKey() + " added");
            else if (!old.equals(e.getValue())) changes.add(kind + e.getKey() + " changed");
        }
        for (String id : before.keySet()) {
            if (!after.containsKey(id)) changes.add(kind + id + " removed");
        }
    }

    private static void providers(Config before, Config after, List<String> changes) {
        var old = new HashMap<String, Provider>();
        for (Provider p : before.providers()) old.put(p.id(), p);
        for (Provider p : after.providers()) {
            Provider earlier = old.remove(p.id());
            if (earlier == null) {
                changes.add("provider " + p.id() + " added");
            } else if (!earlier.equals(p)) {
                List<String> inside = changesOf(earlier, p);
                changes.add(p.id() + ": " + (inside.isEmpty() ? "settings changed" : String.join(", ", inside)));
            }
        }
        for (Provider p : before.providers()) {
            if (old.containsKey(p.id())) changes.add("provider " + p.id() + " removed");
        }
    }

    private static List<String> changesOf(Provider before, Provider after) {
        var changes = new ArrayList<String>();
        boolean sameBase = same(before.baseUrl(), after.baseUrl())
            && before.baseUrlByFormat().equals(after.baseUrlByFormat());
        if (before.enabled() != after.enabled()) changes.add(after.enabled() ? "enabled" : "disabled");
        if (!same(before.apiKey(), after.apiKey())) changes.add("key changed");
        if (!sameBase) changes.add("base URL changed");
        if (!before.rateLimits().equals(after.rateLimits())) changes.add("rate limits changed");
        named("model ", models(before), models(after), changes);
        return changes;
    }

    private static Map<String, Model> models(Provider p) {
        var models = new LinkedHashMap<String, Model>();
        for (Model m : p.models()) models.put(m.id(), m);
        return models;
    }
}
