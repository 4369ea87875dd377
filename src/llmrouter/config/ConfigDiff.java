package llmrouter.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Secret.CommandSecret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Secret.MissingSecret;

/// What changed between two configurations, in the words of the configuration. Of a key it says only that it was added,
/// changed or removed.
///
/// @param parts in the order of the line
public record ConfigDiff(List<Part> parts) {
    /// One part of the configuration that changed.
    ///
    /// @param provider     id of the provider that it is about; null for everything else
    /// @param text         what changed, e.g. `openai: key changed, model gpt-5 removed`
    /// @param reconfigured whether it is a provider's key, address or header that changed: what an earlier failure of
    ///                     the provider was about may be corrected by it
    public record Part(String provider, String text, boolean reconfigured) {
        private static Part of(String text) {
            return new Part(null, text, false);
        }
    }

    public static ConfigDiff of(Config before, Config after) {
        var parts = new ArrayList<Part>();
        var changes = new ArrayList<String>();
        secret("master key", before.masterKey(), after.masterKey(), changes);
        clientKeys(before, after, changes);
        if (!same(before.defaultModel(), after.defaultModel())) {
            changes.add("default model is now " + (after.defaultModel() == null ? "none" : after.defaultModel()));
        }
        if (!same(before.unknownModels(), after.unknownModels())) {
            changes.add(after.unknownModels() == null ? "unknown models are refused now"
                : "unknown models are now answered by " + after.unknownModels());
        }
        if (before.strictTranslation() != after.strictTranslation()) {
            changes.add("strict translation is now " + (after.strictTranslation() ? "on" : "off"));
        }
        for (String change : changes) parts.add(Part.of(change));
        providers(before, after, parts);
        var aliases = new ArrayList<String>();
        named("alias ", before.aliases(), after.aliases(), ConfigDiff::inside, aliases);
        for (String change : aliases) parts.add(Part.of(change));
        return new ConfigDiff(List.copyOf(parts));
    }

    /// Whether both configurations mean the same.
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /// The ids of the providers that are called with another key, at another address or with other headers than
    /// before, in the order of the configuration.
    public List<String> reconfigured() {
        return parts.stream().filter(Part::reconfigured).map(Part::provider).toList();
    }

    /// One line, e.g. `provider groq added; openai: key changed, model gpt-5 removed; alias work changed (targets)`;
    /// empty if both mean the same.
    public String line() {
        return line(List.of());
    }

    /// The same line with a note on providers that are called again.
    ///
    /// @param calledAgain ids of the providers whose cooldowns the change has ended
    public String line(Collection<String> calledAgain) {
        var texts = new ArrayList<String>();
        for (Part part : parts) {
            boolean again = part.provider() != null && calledAgain.contains(part.provider());
            texts.add(part.text() + (again ? ", called again at once" : ""));
        }
        return String.join("; ", texts);
    }

    private static boolean same(Object a, Object b) {
        return a == null ? b == null : a.equals(b);
    }

    private static void secret(String name, Secret before, Secret after, List<String> changes) {
        if (same(before, after)) return;
        changes.add(name + switch (after) {
            case null -> " removed";
            case MissingSecret _ -> " cannot be had";
            case InlineSecret _, EnvSecret _, FileSecret _, CommandSecret _ ->
                before == null ? " added" : before instanceof MissingSecret ? " found" : " changed";
        });
    }

    private static void clientKeys(Config before, Config after, List<String> changes) {
        named("client key ", byName(before.masterKeys()), byName(after.masterKeys()), (old, key) -> {
            var inside = new ArrayList<String>();
            differs("key", old.keySha256(), key.keySha256(), inside);
            differs("models", old.models(), key.models(), inside);
            differs("caps", old.rateLimits(), key.rateLimits(), inside);
            differs("expiry", old.expires(), key.expires(), inside);
            return inside;
        }, changes);
    }

    private static Map<String, ClientKey> byName(List<ClientKey> keys) {
        var named = new LinkedHashMap<String, ClientKey>();
        for (ClientKey key : keys) named.put(key.name(), key);
        return named;
    }

    private static void differs(String name, Object before, Object after, List<String> into) {
        if (!same(before, after)) into.add(name);
    }

    /// Names what is different inside two things of the same name.
    @FunctionalInterface
    private interface Inside<T> {
        List<String> of(T before, T after);
    }

    private static <T> void named(String kind, Map<String, T> before, Map<String, T> after, Inside<T> inside,
            List<String> changes) {
        for (Map.Entry<String, T> e : after.entrySet()) {
            T old = before.get(e.getKey());
            if (old == null) {
                changes.add(kind + e.getKey() + " added");
            } else if (!old.equals(e.getValue())) {
                List<String> what = inside.of(old, e.getValue());
                changes.add(kind + e.getKey() + " changed"
                    + (what.isEmpty() ? "" : " (" + String.join(", ", what) + ")"));
            }
        }
        for (String id : before.keySet()) {
            if (!after.containsKey(id)) changes.add(kind + id + " removed");
        }
    }

    private static List<String> inside(Alias before, Alias after) {
        var inside = new ArrayList<String>();
        differs("strategy", before.strategy(), after.strategy(), inside);
        differs("targets", before.targets(), after.targets(), inside);
        differs("fallback targets", before.fallbackTargets(), after.fallbackTargets(), inside);
        return inside;
    }

    private static List<String> inside(Model before, Model after) {
        var inside = new ArrayList<String>();
        if (before.enabled() != after.enabled()) inside.add(after.enabled() ? "enabled" : "disabled");
        differs("aliases", before.aliases(), after.aliases(), inside);
        differs("formats", before.formats(), after.formats(), inside);
        differs("context window", before.contextWindow(), after.contextWindow(), inside);
        differs("output limit", before.maxOutputTokens(), after.maxOutputTokens(), inside);
        differs("inline thinking", before.inlineThinking(), after.inlineThinking(), inside);
        differs("capabilities", before.capabilities(), after.capabilities(), inside);
        differs("cost", before.cost(), after.cost(), inside);
        differs("fallback models", before.fallbackModels(), after.fallbackModels(), inside);
        return inside;
    }

    private static void providers(Config before, Config after, List<Part> parts) {
        var old = new HashMap<String, Provider>();
        for (Provider p : before.providers()) old.put(p.id(), p);
        for (Provider p : after.providers()) {
            Provider earlier = old.remove(p.id());
            if (earlier == null) parts.add(new Part(p.id(), "provider " + p.id() + " added", false));
            else if (!earlier.equals(p)) parts.add(provider(earlier, p));
        }
        for (Provider p : before.providers()) {
            if (old.containsKey(p.id())) parts.add(new Part(p.id(), "provider " + p.id() + " removed", false));
        }
    }

    private static Part provider(Provider before, Provider after) {
        var changes = new ArrayList<String>();
        if (before.enabled() != after.enabled()) changes.add(after.enabled() ? "enabled" : "disabled");
        int first = changes.size();
        if (comparable(before, after)) secret("key", before.apiKey(), after.apiKey(), changes);
        changed("base URL", before.baseUrl(), after.baseUrl(), before.baseUrlByFormat(), after.baseUrlByFormat(),
            changes);
        changed("formats", before.formats(), after.formats(), changes);
        changed("authentication", before.auth(), after.auth(), before.authByFormat(), after.authByFormat(), changes);
        changed("headers", before.headers(), after.headers(), changes);
        changed("Anthropic version", before.anthropicVersion(), after.anthropicVersion(), changes);
        changed("Anthropic beta", before.anthropicBeta(), after.anthropicBeta(), changes);
        changed("proxy", before.network().proxy(), after.network().proxy(), changes);
        if (comparable(before, after)) {
            changed("client certificate", before.network().certificate(), after.network().certificate(), changes);
        }
        boolean reconfigured = changes.size() > first;
        changed("name", before.name(), after.name(), changes);
        changed("timeouts", before.timeouts(), after.timeouts(), changes);
        changed("caps", before.rateLimits(), after.rateLimits(), changes);
        named("model ", models(before), models(after), ConfigDiff::inside, changes);
        String text = changes.isEmpty() ? "settings changed" : String.join(", ", changes);
        return new Part(after.id(), after.id() + ": " + text, reconfigured);
    }

    /// The key of a provider that is disabled is not looked up, so it differs from the key itself.
    private static boolean comparable(Provider before, Provider after) {
        return before.enabled() == after.enabled() || before.apiKey() == null || after.apiKey() == null;
    }

    private static void changed(String name, Object before, Object after, List<String> changes) {
        if (!same(before, after)) changes.add(name + " changed");
    }

    private static void changed(String name, Object before, Object after, Object beforeByFormat, Object afterByFormat,
            List<String> changes) {
        if (!same(before, after) || !same(beforeByFormat, afterByFormat)) changes.add(name + " changed");
    }

    private static Map<String, Model> models(Provider p) {
        var models = new LinkedHashMap<String, Model>();
        for (Model m : p.models()) models.put(m.id(), m);
        return models;
    }
}
