package llmrouter.protocol.answer;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.BadAnswer;
import llmrouter.text.Ws;

/// The input of a tool call in a format where it is an object; in the neutral form it is text.
public final class ToolInput {
    private ToolInput() {}

    /// As text. Text that a provider sends in place of an object stays as it is.
    public static String text(Json input) {
        if (input instanceof Json.Str s) return s.value();
        return Json.isNull(input) ? "" : input.toString();
    }

    /// Whether the text is a whole JSON object.
    public static boolean complete(String arguments) {
        try {
            JsonScan.of(arguments);
            return true;
        } catch (JsonError _) {
            return false;
        }
    }

    /// As an object; no text at all means no arguments.
    /// @throws BadAnswer the model wrote something else, which must not silently become an empty object
    public static Json.Obj object(String tool, String arguments) {
        if (Ws.blank(arguments)) return Json.object();
        try {
            if (Json.parseNested(arguments) instanceof Json.Obj object) return object;
            throw new BadAnswer("the model called the tool '" + tool + "' with arguments that are not a JSON object");
        } catch (JsonError e) {
            throw new BadAnswer("the model called the tool '" + tool + "' with arguments that are not JSON: "
                + e.describe());
        }
    }
}
