package llmrouter.config.schema;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;
import llmrouter.text.Letters;

/// The JSON Schema of the configuration file (draft 2020-12, json-schema.org/draft/2020-12). Immutable data, made
/// anew at each call.
///
/// Further keys are allowed in every object, because the reader keeps them. Other spellings of a key are checked by
/// `patternProperties`, so that editors propose only the first one.
public final class ConfigSchema {
    private ConfigSchema() {}

    /// The whole schema.
    public static Obj schema() {
        Obj schema = Json.object().put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("title", "Configuration of llm-router")
            .put("description", "The configuration file, ~/.llm-router.json unless another one is named. It may have "
                + "comments. 'llm-router config validate' also checks what refers to what.");
        object(ConfigSection.ROOT).members().forEach(schema::put);
        Obj definitions = Json.object();
        for (ConfigSection section : ConfigSection.values()) {
            if (section != ConfigSection.ROOT && section != ConfigSection.NAMES) {
                definitions.put(word(section), object(section));
            }
        }
        return schema.put("$defs", definitions);
    }

    /// The name of a section among the definitions, e.g. `client-key`.
    static String word(ConfigSection section) {
        return Letters.lower(section.name()).replace('_', '-');
    }

    private static Obj object(ConfigSection section) {
        Obj properties = Json.object();
        Obj others = Json.object();
        for (ConfigKey key : section.keys()) {
            properties.put(key.name(), property(section, key));
            List<String> spellings = key.spellings().subList(1, key.spellings().size());
            if (spellings.isEmpty()) continue;
            others.put("^(" + String.join("|", spellings) + ")$", SchemaTypes.of(section, key));
        }
        Obj object = Json.object().put("type", "object").put("properties", properties);
        if (!others.members().isEmpty()) object.put("patternProperties", others);
        Arr conditions = Json.array();
        SchemaPresence.of(section).forEach(conditions::add);
        return conditions.items().isEmpty() ? object : object.put("allOf", conditions);
    }

    private static Obj property(ConfigSection section, ConfigKey key) {
        Obj property = Json.object().put("description", description(key));
        SchemaTypes.of(section, key).members().forEach(property::put);
        if (preset(section, key) instanceof Json preset) property.put("default", preset);
        return property.put("examples", Json.array(Json.parse(key.example())));
    }

    private static String description(ConfigKey key) {
        var words = new ArrayList<>(List.of(key.meaning()));
        if (key.preset() == null) words.add("Required.");
        else if (!key.preset().equals("–")) words.add("Default: " + key.preset() + ".");
        return String.join(" ", words);
    }

    /// What holds without the key, if that is one value; else null. In the table a word in backquotes is a value,
    /// another key or a variable of the environment.
    private static Json preset(ConfigSection section, ConfigKey key) {
        String words = key.preset();
        if (words == null) return null;
        if (words.startsWith("`") && words.indexOf('`', 1) == words.length() - 1) {
            String word = words.substring(1, words.length() - 1);
            boolean reference = word.startsWith("LLM_ROUTER_")
                || section.keys().stream().anyMatch(other -> other.name().equals(word));
            return reference ? null : Json.of(word);
        }
        try {
            return Json.parse(words);
        } catch (JsonError _) {
            return null; // a sentence
        }
    }
}
