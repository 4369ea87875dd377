package llmrouter.config.edit.input;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;

/// JSON that a user entered for one input.
public final class JsonInput {
    private JsonInput() {}

    /// @throws RefusedInput it is not JSON
    public static Json parse(String field, String text) {
        try {
            return Json.parse(text);
        } catch (JsonError e) {
            String problem = " is not JSON: " + e.getMessage() + " (character " + (e.offset() + 1) + ")";
            throw new RefusedInput(field, names -> names.field(field) + problem);
        }
    }

    /// The items of a list; a single value counts as a list of one, and null, also that of JSON, as an empty one.
    public static List<Json> listed(Json value) {
        if (Json.isNull(value)) return List.of();
        return value instanceof Arr a ? a.items() : List.of(value);
    }

    /// An object; an empty text is an empty object, and null stays null.
    /// @throws RefusedInput it is not a JSON object
    public static Obj object(String field, String text) {
        if (text == null) return null;
        if (text.isEmpty()) return Json.object();
        if (parse(field, text) instanceof Obj object) return object;
        throw new RefusedInput(field, names -> names.field(field) + " must be a JSON object such as {\"a\": \"b\"}");
    }
}
