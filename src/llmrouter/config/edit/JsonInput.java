package llmrouter.config.edit;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonError;

/// JSON that a user entered for one input.
final class JsonInput {
    private JsonInput() {}

    /// @throws RefusedInput it is not JSON
    static Json parse(String field, String text) {
        try {
            return Json.parse(text);
        } catch (JsonError e) {
            String problem = " is not JSON: " + e.getMessage() + " (character " + (e.offset() + 1) + ")";
            throw new RefusedInput(field, names -> names.field(field) + problem);
        }
    }

    /// An object; an empty text is an empty object, and null stays null.
    /// @throws RefusedInput it is not a JSON object
    static Obj object(String field, String text) {
        if (text == null) return null;
        if (text.isEmpty()) return Json.object();
        if (parse(field, text) instanceof Obj object) return object;
        throw new RefusedInput(field, names -> names.field(field) + " must be a JSON object such as {\"a\": \"b\"}");
    }
}
