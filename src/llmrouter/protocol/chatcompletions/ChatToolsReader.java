package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolSchema;

/// Reads `tools` and `tool_choice`, and the older `functions` and `function_call`.
final class ChatToolsReader {
    private ChatToolsReader() {}

    /// Tools that are not functions are dropped by their type: no other format can run them.
    static List<Tool> tools(RequestFields top, Losses losses) {
        var tools = new ArrayList<Tool>();
        for (RequestFields tool : top.objects("tools")) {
            String type = tool.text("type");
            if (type == null || type.equals("function")) tools.add(function(tool.requiredObject("function"), tool));
            else tool.drop(losses, type, type.equals("custom") ? "a tool that takes plain text" : Losses.VENDORS_TOOL);
        }
        for (RequestFields function : top.objects("functions")) tools.add(function(function, function));
        return allowed(top, tools);
    }

    private static Tool function(RequestFields function, RequestFields marked) {
        return new Tool(function.requiredText("name"), function.text("description"), ToolSchema.read(function, "parameters"),
            function.flag("strict"), CacheFields.read(marked));
    }

    /// `allowed_tools` limits the choice to some of the tools; leaving out the other tools means the same.
    private static List<Tool> allowed(RequestFields top, List<Tool> tools) {
        if (!(top.raw("tool_choice") instanceof Json.Obj)) return tools;
        RequestFields allowed = top.object("tool_choice").object("allowed_tools");
        if (allowed == null) return tools;
        Set<String> names = new HashSet<>();
        for (RequestFields tool : allowed.requiredObjects("tools")) {
            names.add(tool.requiredObject("function").requiredText("name"));
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
