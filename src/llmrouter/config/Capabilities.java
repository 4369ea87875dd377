package llmrouter.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a model can do, as its provider's list says, a probe has shown, or the configuration tells. Null means unknown.
///
/// @param tools      whether it calls tools
/// @param images     whether it takes images
/// @param jsonSchema whether it answers in the form of a JSON Schema
/// @param reasoning  whether it has a setting for how much it thinks
/// @param streaming  whether it streams its answer
/// @param usage      whether its answers say how many tokens they took
public record Capabilities(Boolean tools, Boolean images, Boolean jsonSchema, Boolean reasoning, Boolean streaming,
        Boolean usage) {
    public static final Capabilities UNKNOWN = new Capabilities(null, null, null, null, null, null);

    /// The names of the members, as the configuration spells them.
    public static final List<String> NAMES = List.of("tools", "images", "jsonSchema", "reasoning", "streaming",
        "usage");

    private static final List<String> SCHEMA_FIELDS = List.of("response_format", "text", "output_config");
    private static final List<String> REASONING_FIELDS = List.of("reasoning_effort", "reasoning", "thinking");

    /// What is known, by the members' names, in their order.
    public Map<String, Boolean> known() {
        var known = new LinkedHashMap<String, Boolean>();
        Boolean[] values = {tools, images, jsonSchema, reasoning, streaming, usage};
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) known.put(NAMES.get(i), values[i]);
        }
        return known;
    }

    /// These, by their names.
    ///
    /// @param known names that are not in it are unknown
    public static Capabilities of(Map<String, Boolean> known) {
        return new Capabilities(known.get("tools"), known.get("images"), known.get("jsonSchema"),
            known.get("reasoning"), known.get("streaming"), known.get("usage"));
    }

    public boolean isUnknown() {
        return known().isEmpty();
    }

    /// These, and where something is unknown, what the others say.
    public Capabilities orElse(Capabilities others) {
        var all = new LinkedHashMap<>(others.known());
        all.putAll(known());
        return of(all);
    }

    /// The fields of a request that such a model does not take, in all formats: a translation leaves them out.
    public List<String> refusedFields() {
        var fields = new ArrayList<String>();
        if (jsonSchema == Boolean.FALSE) fields.addAll(SCHEMA_FIELDS);
        if (reasoning == Boolean.FALSE) fields.addAll(REASONING_FIELDS);
        return fields;
    }
}
