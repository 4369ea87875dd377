package llmrouter.json.lenient;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// What a provider sent as JSON, read as far as its meaning is beyond doubt. Some providers send `NaN`, raw control
/// characters in strings, unescaped backslashes, or two values in one line: [JsonRepair] has the list. A text that is
/// torn, or that can be read in two ways, stays an error. Requests of clients are read strictly, with [Json#parse].
///
/// Good data costs nothing more: it is parsed as strict JSON first, and that is the end of it.
///
/// @param values in the order of the text: one, or several if the text has several values in a row
/// @param strict whether the text is JSON by RFC 8259, so that it can be passed on as it is
public record LenientJson(List<Json> values, boolean strict) {

    /// @throws JsonError what is wrong with the text as strict JSON, if its meaning is in doubt too
    public static LenientJson read(String text) {
        try {
            return new LenientJson(List.of(Json.parse(text)), true);
        } catch (JsonError error) {
            List<Json> values = repaired(text);
            if (values.isEmpty()) throw error;
            return new LenientJson(values, false);
        }
    }

    /// A text with one value as strict JSON: the same text if it is strict, else the repaired one.
    ///
    /// @throws JsonError the text is not JSON, or its meaning is in doubt, or it has several values
    public static String strictText(String text) {
        LenientJson read = read(text);
        if (read.strict) return text;
        if (read.values.size() == 1) return read.values.getFirst().toString();
        throw new JsonError("the text has more than one value", text, 0);
    }

    /// Empty if the text cannot be repaired.
    private static List<Json> repaired(String text) {
        var values = new ArrayList<Json>();
        try {
            for (String value : JsonRepair.of(text)) values.add(Json.parse(value));
        } catch (JsonError _) {
            return List.of();
        }
        return values;
    }
}
