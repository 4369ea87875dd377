package llmrouter.config.schema;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// Which keys an object must have. A key with null is absent, and a key may have several spellings.
final class SchemaPresence {
    private SchemaPresence() {}

    /// The conditions of a section, for `allOf`; empty for most.
    static List<Obj> of(ConfigSection section) {
        var all = new ArrayList<Obj>();
        for (ConfigKey key : section.keys()) {
            if (key.preset() == null) all.add(present(section, key.name()));
        }
        switch (section) {
            case PROVIDER -> all.add(present(section, "baseUrl", "baseUrlByFormat"));
            case AUTH -> {
                all.add(present(section, "type", "headerName"));
                all.add(Json.object().put("if", ofType("[Hh][Ee][Aa][Dd][Ee][Rr]"))
                    .put("then", present(section, "headerName")));
            }
            case CAP -> {
                all.add(present(section, "requests", "tokens", "concurrency"));
                all.add(Json.object().put("if", present(section, "requests", "tokens"))
                    .put("then", present(section, "window", "windowUnit")));
                all.add(Json.object().put("if", present(section, "windowUnit"))
                    .put("then", present(section, "windowSize", "window")));
            }
            default -> {}
        }
        return all;
    }

    private static Obj ofType(String word) {
        Arr spellings = Json.array();
        for (String spelling : spellings(ConfigSection.AUTH, "type")) {
            Obj value = SchemaPatterns.text("^\\s*" + word + "\\s*$");
            spellings.add(Json.object().put("properties", Json.object().put(spelling, value))
                .put("required", Json.strings(List.of(spelling))));
        }
        return Json.object().put("anyOf", spellings);
    }

    /// At least one of these keys is there, in any spelling, and is neither null nor blank nor an empty list.
    private static Obj present(ConfigSection section, String... names) {
        Arr ways = Json.array();
        for (String name : names) {
            for (String spelling : spellings(section, name)) ways.add(filled(spelling));
        }
        return ways.items().size() == 1 ? (Obj) ways.items().getFirst() : Json.object().put("anyOf", ways);
    }

    private static Obj filled(String key) {
        Obj value = Json.object().put("not", Json.object().put("type", "null"))
            .put("pattern", SchemaPatterns.FILLED).put("minItems", 1).put("minProperties", 1);
        return Json.object().put("properties", Json.object().put(key, value))
            .put("required", Json.strings(List.of(key)));
    }

    private static List<String> spellings(ConfigSection section, String name) {
        for (ConfigKey key : section.keys()) {
            if (key.name().equals(name)) return key.spellings();
        }
        throw new AssertionError(section + " has no key " + name);
    }
}
