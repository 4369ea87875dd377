package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.Map;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.json.Json;
import llmrouter.text.Ws;

/// The schema of a tool's arguments as both vendors accept it: one object, `properties` beside its `type`, and no
/// union, reference or list of values at its top (OpenAI, Function calling; Anthropic, "input_schema does not support
/// oneOf, allOf, or anyOf at the top level"). A union becomes one object with the members of all alternatives, of which
/// those are required that every alternative requires; the tool's description then says what the alternatives were.
///
/// @param json        the schema
/// @param description of the tool, or null
/// @param strict      whether the provider can be asked to enforce the schema, as the client wants
public record ToolSchema(Json.Obj json, String description, boolean strict) {
    private static final String LIST = "array";

    /// The schema in a client's request: null if there is none. `true` and `false`, which are schemas too, count as one
    /// without members.
    /// @throws llmrouter.chat.GatewayError it is no schema
    public static Json.Obj read(RequestFields tool, String member) {
        return tool.raw(member) instanceof Json.Bool ? Json.object() : tool.plain(member);
    }

    /// For a tool whose schema nothing enforces.
    ///
    /// @param schema      or null
    /// @param description or null
    /// @param losses      learns of a union, which the new schema enforces no more
    public static ToolSchema of(Json.Obj schema, String description, Losses losses) {
        if (schema == null) return new ToolSchema(whole(Json.object()), description, false);
        if (!MergedSchema.isNeeded(schema)) return new ToolSchema(whole(schema), description, false);
        var merged = MergedSchema.of(schema);
        if (merged.isLooser()) losses.approximated("tools", "alternatives of a schema are described");
        return new ToolSchema(whole(merged.schema()), joined(description, merged.words()), false);
    }

    /// For Anthropic, which enforces schemas whose objects are all closed.
    ///
    /// @param enforced whether the model can enforce a schema at all
    public static ToolSchema forMessages(Tool tool, boolean enforced, Losses losses) {
        ToolSchema plain = of(tool.schema(), tool.description(), losses);
        if (!Boolean.TRUE.equals(tool.strict())) return plain;
        if (!enforced) {
            losses.dropped("strict", "the model does not enforce a schema");
            return plain;
        }
        Json.Obj closed = plain.closedIfEmpty();
        if (!ClosedSchema.isClosed(closed)) {
            losses.approximated("strict", "other properties are excluded");
            closed = (Json.Obj) ClosedSchema.close(closed);
        }
        return new ToolSchema(closed, plain.description, true);
    }

    /// For OpenAI, which enforces schemas whose objects are all closed and have no optional members (Structured
    /// Outputs, "Supported schemas"), and which refuses a list without `items`.
    public static ToolSchema forOpenAi(Tool tool, Losses losses) {
        ToolSchema plain = of(tool.schema(), tool.description(), losses);
        Json.Obj json = lacksItems(plain.json) ? (Json.Obj) withItems(plain.json) : plain.json;
        if (!Boolean.TRUE.equals(tool.strict())) return new ToolSchema(json, plain.description, false);
        Json.Obj closed = new ToolSchema(json, null, false).closedIfEmpty();
        boolean strict = ClosedSchema.isStrict(closed);
        if (!strict) losses.dropped("strict", "the tool has optional or open members");
        return new ToolSchema(strict ? closed : json, plain.description, strict);
    }

    private static String joined(String description, String words) {
        if (words.isEmpty()) return description;
        return Ws.blank(description) ? words : description + "\n\n" + words;
    }

    /// With the type of an object, and properties, which may be none.
    private static Json.Obj whole(Json.Obj schema) {
        boolean typed = "object".equals(schema.text("type"));
        boolean listed = schema.get("properties") instanceof Json.Obj;
        if (typed && listed) return schema;
        Json.Obj object = Json.object();
        if (!typed) object.put("type", "object");
        schema.members().forEach((name, value) -> {
            boolean replaced = name.equals("type") && !typed || name.equals("properties") && !listed;
            if (!replaced) object.put(name, value);
        });
        return listed ? object : object.put("properties", Json.object());
    }

    /// A tool without arguments takes none but its own when its schema is enforced.
    private Json.Obj closedIfEmpty() {
        if (!json.object("properties").members().isEmpty() || json.has("additionalProperties")) return json;
        Json.Obj closed = Json.object();
        json.members().forEach(closed::put);
        return closed.put("required", Json.array()).put("additionalProperties", false);
    }

    /// Whether a list in the schema does not say what it holds. Objects that mention no list are not read.
    private static boolean lacksItems(Json schema) {
        return switch (schema) {
            case Json.Arr list -> {
                for (Json item : list.items()) {
                    if (lacksItems(item)) yield true;
                }
                yield false;
            }
            case Json.Obj o when !o.mayMention(LIST) -> false;
            case Json.Obj o -> {
                for (Map.Entry<String, Json> member : o.members().entrySet()) {
                    if (!ClosedSchema.holdsValues(member.getKey()) && lacksItems(member.getValue())) yield true;
                }
                yield isWithoutItems(o);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> false;
        };
    }

    private static boolean isWithoutItems(Json.Obj schema) {
        return LIST.equals(schema.text("type")) && !schema.has("items");
    }

    /// The schema in which each list says what it holds, which may be anything.
    private static Json withItems(Json schema) {
        return switch (schema) {
            case Json.Arr list -> {
                var items = new ArrayList<Json>(list.size());
                for (Json item : list.items()) items.add(withItems(item));
                yield new Json.Arr(items);
            }
            case Json.Obj o -> {
                Json.Obj all = Json.object();
                o.members().forEach((name, value) -> all.put(name, ClosedSchema.holdsValues(name)
                    ? value : withItems(value)));
                if (isWithoutItems(o)) all.put("items", Json.object());
                yield all;
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> schema;
        };
    }
}
