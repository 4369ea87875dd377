package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.ToolKind;
import llmrouter.json.Json;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.text.Ws;

/// Reads `tools`, those that items of the input add, and `tool_choice`. Of a namespace only the name is kept, because
/// other formats have no place for its description. Tools that the vendor runs itself are dropped by their type.
final class ResponsesToolsReader {
    private final Losses losses;
    private final List<Tool> tools = new ArrayList<>();

    ResponsesToolsReader(Losses losses) {
        this.losses = losses;
    }

    List<Tool> read(RequestFields top) {
        take(top, null);
        if (top.raw("input") instanceof Json.Arr)
            for (RequestFields item : top.objects("input")) {
                if ("additional_tools".equals(item.text("type"))) take(item, null);
            }
        return allowed(top);
    }

    private void take(RequestFields owner, String namespace) {
        for (RequestFields tool : owner.objects("tools")) {
            String type = tool.requiredText("type");
            Callers.readAllowed(tool, losses);
            switch (type) {
                case "function" ->
                    tools.add(new Tool(tool.requiredText("name"), tool.text("description"), ToolSchema.read(tool, "parameters"),
                        tool.flag("strict"), null, new ToolKind(namespace, false)));
                case "custom" ->
                    tools.add(new Tool(tool.requiredText("name"), tool.text("description"), tool.plain("format"), null,
                        null, new ToolKind(namespace, true)));
                case "namespace" -> {
                    if (!Ws.blank(tool.text("description"))) losses.dropped("namespace.description");
                    take(tool, tool.requiredText("name"));
                }
                default -> tool.drop(losses, type, Losses.VENDORS_TOOL);
            }
        }
    }

    /// `allowed_tools` limits the choice to some of the tools; leaving out the other tools means the same.
    private List<Tool> allowed(RequestFields top) {
        if (!(top.raw("tool_choice") instanceof Json.Obj)) return tools;
        RequestFields choice = top.object("tool_choice");
        if (!"allowed_tools".equals(choice.text("type"))) return tools;
        Set<String> names = new HashSet<>();
        for (RequestFields tool : choice.requiredObjects("tools")) {
            if (tool.text("name") instanceof String name) names.add(name);
        }
        var kept = new ArrayList<Tool>();
        for (Tool tool : tools) {
            if (names.contains(tool.name())) kept.add(tool);
        }
        return kept;
    }

    /// The choice; null if the request has none, or names only tools of the vendor.
    ToolChoice choice(RequestFields top) {
        Json choice = top.raw("tool_choice");
        if (choice == null) return null;
        if (choice instanceof Json.Str word) return word(word.value(), "tool_choice");
        RequestFields object = top.requiredObject("tool_choice");
        return switch (object.requiredText("type")) {
            case "function", "custom" -> new ToolChoice.NamedChoice(object.requiredText("name"));
            case "allowed_tools" -> word(object.requiredText("mode"), object.path("mode"));
            default -> {
                object.drop(losses, "tool_choice", "its tool was dropped");
                yield null;
            }
        };
    }

    private static ToolChoice word(String word, String path) {
        return switch (word) {
            case "auto" -> new ToolChoice.AutoChoice();
            case "none" -> new ToolChoice.NoneChoice();
            case "required" -> new ToolChoice.AnyChoice();
            default -> throw RequestFields.wrong(path,
                "cannot be '" + word + "'. Use auto, none, required or a named tool");
        };
    }
}
