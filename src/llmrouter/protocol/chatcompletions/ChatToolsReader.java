package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.ToolKind;
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolSchema;

/// Reads `tools` and `tool_choice`, and the older `functions` and `function_call`.
final class ChatToolsReader {
    private ChatToolsReader() {}

    /// Tools that are neither functions nor freeform are dropped by their type: no other format can run them.
    static List<Tool> tools(RequestFields top, Losses losses) {
        var tools = new ArrayList<Tool>();
        for (RequestFields tool : top.objects("tools")) {
            String type = tool.text("type");
            switch (type == null ? "function" : type) {
                case "function" -> tools.add(function(tool.requiredObject("function"), tool));
                case "custom" -> tools.add(freeform(tool.requiredObject("custom")));
                default -> tool.drop(losses, type, Losses.VENDORS_TOOL);
            }
        }
        for (RequestFields function : top.objects("functions")) tools.add(function(function, function));
        return allowed(top, tools);
    }

    private static Tool function(RequestFields function, RequestFields marked) {
        return new Tool(function.requiredText("name"), function.text("description"),
            ToolSchema.read(function, "parameters"),
            function.flag("strict"), CacheFields.read(marked));
    }

    private static Tool freeform(RequestFields custom) {
        return new Tool(custom.requiredText("name"), custom.text("description"), format(custom.object("format")), null,
            null, ToolKind.of(ToolKind.Form.FREEFORM));
    }

    /// The text that a tool takes, as the neutral form says it: a grammar's members are not in an object of their own.
    private static Json.Obj format(RequestFields format) {
        if (format == null) return null;
        Json.Obj plain = Json.object().put("type", format.text("type"));
        RequestFields grammar = format.object("grammar");
        return grammar == null ? plain
            : plain.put("syntax", grammar.text("syntax")).put("definition", grammar.text("definition"));
    }

    /// `allowed_tools` limits the choice to some of the tools; leaving out the other tools means the same.
    private static List<Tool> allowed(RequestFields top, List<Tool> tools) {
        if (!(top.raw("tool_choice") instanceof Json.Obj)) return tools;
        RequestFields allowed = top.object("tool_choice").object("allowed_tools");
        if (allowed == null) return tools;
        Set<String> names = new HashSet<>();
        for (RequestFields tool : allowed.requiredObjects("tools")) {
            RequestFields custom = tool.object("custom");
            names.add((custom == null ? tool.requiredObject("function") : custom).requiredText("name"));
        }
        return tools.stream().filter(tool -> names.contains(tool.name())).toList();
    }

    /// The choice, or null if the request has none.
    static ToolChoice choice(RequestFields top) {
        Json choice = top.raw("tool_choice");
        if (choice == null) return legacy(top);
        if (choice instanceof Json.Str word) return word(word.value(), "tool_choice");
        RequestFields object = top.requiredObject("tool_choice");
        RequestFields allowed = object.object("allowed_tools");
        if (allowed != null) return word(allowed.requiredText("mode"), allowed.path("mode"));
        RequestFields custom = object.object("custom");
        return new ToolChoice.NamedChoice((custom == null ? object.requiredObject("function") : custom)
            .requiredText("name"));
    }

    private static ToolChoice legacy(RequestFields top) {
        return switch (top.raw("function_call")) {
            case null -> null;
            case Json.Str word -> word(word.value(), "function_call");
            case Json _ -> new ToolChoice.NamedChoice(top.requiredObject("function_call").requiredText("name"));
        };
    }

    private static ToolChoice word(String word, String path) {
        return switch (word) {
            case "auto" -> new ToolChoice.AutoChoice();
            case "none" -> new ToolChoice.NoneChoice();
            case "required", "any" -> new ToolChoice.AnyChoice();
            default -> throw RequestFields.wrong(path,
                "cannot be '" + word + "'. Use auto, none, required or a named function");
        };
    }
}
