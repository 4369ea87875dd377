package llmrouter.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a version of a Worker is made of.
///
/// @param modules  their sources by name, the main one first
/// @param bindings by name
public record LiveWorker(Map<String, byte[]> modules, String compatibilityDate, List<String> compatibilityFlags,
        Map<String, Bound> bindings) {
    /// A value that the Worker is given.
    ///
    /// @param type  as the API names it
    /// @param value text, or the name of a class
    public record Bound(String type, String value) {}

    public String text(String name) {
        Bound bound = bindings.get(name);
        return bound == null ? null : bound.value();
    }

    public List<String> secrets() {
        var names = new ArrayList<String>();
        bindings.forEach((name, bound) -> {
            if (bound.type().equals("secret_text")) names.add(name);
        });
        return names;
    }

    LiveWorker with(String name, Bound bound) {
        var changed = new LinkedHashMap<>(bindings);
        if (bound == null) changed.remove(name);
        else changed.put(name, bound);
        return new LiveWorker(modules, compatibilityDate, compatibilityFlags, changed);
    }

    /// The configuration that it was given, or null.
    public String configuration() {
        String parts = text("LLM_ROUTER_CONFIG_PARTS");
        if (parts == null) return null;
        var whole = new StringBuilder();
        for (int i = 1; i <= Integer.parseInt(parts); i++) {
            whole.append(text("LLM_ROUTER_CONFIG_JSON" + (i == 1 ? "" : "_" + i)));
        }
        return whole.toString();
    }
}
