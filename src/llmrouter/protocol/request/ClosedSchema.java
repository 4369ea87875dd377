package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

import llmrouter.json.Json;

/// JSON Schemas without open objects, as the vendors' constrained decoding requires: every object names all its members
/// (OpenAI, Structured Outputs, "Supported schemas"; Anthropic, Structured outputs, "JSON Schema limitations").
public final class ClosedSchema {
    /// members that hold schemas by name
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");
    /// members that hold plain values
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples", "required");

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
        if (schema instanceof Json.Arr list) {
            for (Json item : list.items()) {
                if (!fits(item, allRequired)) return false;
            }
        }
        if (!(schema instanceof Json.Obj o)) return true;
        if (isObjectSchema(o) && !(forbidsOthers(o) && (!allRequired || requiresAll(o)))) return false;
        for (Map.Entry<String, Json> member : o.members().entrySet()) {
            if (NAMED.contains(member.getKey()) && member.getValue() instanceof Json.Obj named) {
                for (Json inner : named.members().values()) {
                    if (!fits(inner, allRequired)) return false;
                }
            } else if (!VALUES.contains(member.getKey()) && !fits(member.getValue(), allRequired)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isObjectSchema(Json.Obj o) {
        return o.get("properties") instanceof Json.Obj || "object".equals(o.text("type"));
    }

    private static boolean forbidsOthers(Json.Obj o) {
        return o.get("additionalProperties") instanceof Json.Bool allowed && !allowed.value();
    }

    private static boolean requiresAll(Json.Obj o) {
        Json.Obj properties = o.object("properties");
        return properties == null || properties.members().size() == o.items("required").size();
    }

    /// A copy in which every object forbids other members.
    public static Json close(Json schema) {
        if (schema instanceof Json.Arr list) {
            var items = new ArrayList<Json>(list.size());
            for (Json item : list.items()) items.add(close(item));
            return new Json.Arr(items);
        }
        if (!(schema instanceof Json.Obj o)) return schema;
        Json.Obj closed = Json.object();
        for (Map.Entry<String, Json> member : o.members().entrySet()) {
            String key = member.getKey();
            closed.put(key, VALUES.contains(key) ? member.getValue() : NAMED.contains(key)
                && member.getValue() instanceof Json.Obj named ? closeEach(named) : close(member.getValue()));
        }
        return isObjectSchema(o) ? closed.put("additionalProperties", false) : closed;
    }

    private static Json closeEach(Json.Obj named) {
        Json.Obj closed = Json.object();
        for (Map.Entry<String, Json> member : named.members().entrySet()) {
            closed.put(member.getKey(), close(member.getValue()));
        }
        return closed;
    }

    /// Whether the member of a schema holds plain values, in which nothing is a schema.
    static boolean holdsValues(String member) {
        return VALUES.contains(member);
    }
}
