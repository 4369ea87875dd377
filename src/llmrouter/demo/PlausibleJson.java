package llmrouter.demo;

import java.util.List;

import llmrouter.json.Json;

/// Makes a value that a JSON Schema would plausibly accept: enough for tools and structured output in a demo, not a
/// validator.
final class PlausibleJson {
    /// A schema may refer to itself by nesting; deeper levels are left out.
    private static final int DEEPEST = 6;

    private PlausibleJson() {}

    /// @param schema or null, which accepts anything
    static Json.Obj object(Json.Obj schema) {
        return schema != null && value("value", schema, 0) instanceof Json.Obj object ? object : Json.object();
    }

    private static Json value(String name, Json.Obj schema, int depth) {
        if (schema.get("const") instanceof Json fixed) return fixed;
        if (!schema.items("enum").isEmpty()) return schema.items("enum").getFirst();
        if (schema.get("default") instanceof Json preset) return preset;
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (!schema.items(choice).isEmpty() && schema.items(choice).getFirst() instanceof Json.Obj first) {
                return value(name, first, depth);
            }
        }
        return switch (type(schema)) {
            case "object" -> members(schema, depth);
            case "array" -> depth < DEEPEST && schema.object("items") != null
                ? Json.array(value(name, schema.object("items"), depth + 1)) : Json.array();
            case "integer", "number" ->
                new Json.Num(schema.number("minimum") instanceof Json.Num least ? least.text() : "1");
            case "boolean" -> Json.of(true);
            case "null" -> Json.Null.NULL;
            default -> Json.of(word(name));
        };
    }

    private static String type(Json.Obj schema) {
        if (schema.text("type") instanceof String type) return type;
        if (!schema.items("type").isEmpty() && schema.items("type").getFirst() instanceof Json.Str first) {
            return first.value();
        }
        return schema.has("properties") ? "object" : "string";
    }

    /// The required members; all of them if none is required.
    private static Json.Obj members(Json.Obj schema, int depth) {
        var object = Json.object();
        Json.Obj properties = schema.object("properties");
        if (properties == null || depth >= DEEPEST) return object;
        List<Json> required = schema.items("required");
        properties.members().forEach((name, property) -> {
            boolean wanted = required.isEmpty() || required.contains(Json.of(name));
            if (wanted) {
                object.put(name, property instanceof Json.Obj inner
                    ? value(name, inner, depth + 1) : Json.of(word(name)));
            }
        });
        return object;
    }

    private static String word(String name) {
        return switch (name) {
            case "city", "location", "place" -> "Paris";
            case "country" -> "France";
            case "date" -> "2026-07-14";
            case "url" -> "https://example.com/";
            case "path", "file", "file_path" -> "README.md";
            case "pattern", "glob" -> "*.md";
            case "command" -> "echo hello";
            case "timezone", "time_zone" -> "Europe/Paris";
            default -> "some " + name;
        };
    }
}
