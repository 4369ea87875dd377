package llmrouter.protocol;

import java.util.ArrayList;
import java.util.Map;

import llmrouter.json.Json;

/// JSON Schemas that leave nothing open, as the vendors' constrained decoding wants them: every object names all its members
/// (OpenAI, Structured Outputs, "Supported schemas"; Anthropic, Structured outputs, "JSON Schema limitations").
public final class ClosedSchema {
    private ClosedSchema() {}

    /// Whether every object forbids other members.
    public static boolean isClosed(Json schema) {
        return fits(schema, false);
    }

    /// Whether every object forbids other members and requires its own: what OpenAI asks for with `strict`.
    public static boolean isStrict(Json schema) {
        return fits(schema, true);
    }

    private static boolean fits(Json schema, boolean allRequired) {
        return switch (schema) {
            case Json.Obj o -> (!isObjectSchema(o) || o.get("additionalProperties") instanceof Json.Bool b && !b.value()
                && (!allRequired || requiresAll(o))) && o.members().values().stream().allMatch(v -> fits(v, allRequired));
            case Json.Arr a -> a.items().stream().allMatch(v -> fits(v, allRequired));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> true;
        };
    }

    private static boolean isObjectSchema(Json.Obj o) {
        return o.get("properties") instanceof Json.Obj || "object".equals(o.text("type"));
    }

    private static boolean requiresAll(Json.Obj o) {
        Json.Obj properties = o.object("properties");
        return properties == null || properties.members().size() == o.items("required").size();
    }

    /// A copy in which every object forbids other members.
    public static Json close(Json schema) {
        return switch (schema) {
            case Json.Obj o -> {
                Json.Obj closed = Json.object();
                for (Map.Entry<String, Json> member : o.members().entrySet()) closed.put(member.getKey(), close(member.getValue()));
                if (isObjectSchema(o)) closed.put("additionalProperties", false);
                yield closed;
            }
            case Json.Arr a -> {
                var items = new ArrayList<Json>(a.size());
                for (Json item : a.items()) items.add(close(item));
                yield new Json.Arr(items);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> schema;
        };
    }

    /// The schema as one of an object, which tools must have.
    public static Json.Obj ofObject(Json.Obj schema) {
        if (schema != null && "object".equals(schema.text("type"))) return schema;
        Json.Obj object = Json.object().put("type", "object");
        if (schema == null) return object.put("properties", Json.object());
        for (Map.Entry<String, Json> member : schema.members().entrySet())
            if (!member.getKey().equals("type")) object.put(member.getKey(), member.getValue());
        return object;
    }
}
