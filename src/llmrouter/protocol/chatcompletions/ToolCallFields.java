package llmrouter.protocol.chatcompletions;

import llmrouter.chat.ToolKind;
import llmrouter.json.Json;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;

/// The members of a `tool_calls` item, whole or in deltas. An empty id or name means none.
///
/// @param index     or -1
/// @param id        or null
/// @param name      or null
/// @param arguments never null
/// @param kind      of the tool: a function, or freeform
/// @param extra     members that only the issuer understands (`extra_content`), or null
record ToolCallFields(long index, String id, String name, String arguments, ToolKind kind, Json.Obj extra) {
    private static final ToolKind FREEFORM = ToolKind.of(ToolKind.Form.FREEFORM);

    static ToolCallFields of(Json.Obj item) {
        Json.Obj function = item.object("function");
        boolean freeform = function == null && item.object("custom") != null;
        if (freeform) function = item.object("custom");
        if (function == null) function = Json.object();
        return new ToolCallFields(item.number("index", -1), orNull(item.text("id")), orNull(function.text("name")),
            arguments(function), freeform ? FREEFORM : ToolKind.FUNCTION, extra(item));
    }

    /// The deprecated `function_call` member, which had no id.
    static ToolCallFields legacy(Json.Obj function) {
        return new ToolCallFields(-1, null, orNull(function.text("name")), arguments(function), ToolKind.FUNCTION,
            null);
    }

    private static Json.Obj extra(Json.Obj item) {
        Json.Obj extra = item.object(GeminiCalls.EXTRA);
        return extra == null || extra.members().isEmpty() ? null : Json.object().put(GeminiCalls.EXTRA, extra);
    }

    /// The vendor's format has text; some providers send the object itself.
    private static String arguments(Json.Obj function) {
        Json arguments = function.has("arguments") ? function.get("arguments") : function.get("input");
        if (arguments instanceof Json.Str s) return s.value();
        return Json.isNull(arguments) ? "" : arguments.toString();
    }

    private static String orNull(String word) {
        return word == null || word.isEmpty() ? null : word;
    }
}
