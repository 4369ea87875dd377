package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.ToolKind.Form;
import llmrouter.chat.ToolKind;
import llmrouter.chat.WebSearch;
import llmrouter.json.Json;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.MadeTools;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.protocol.typed.TypedTool;
import llmrouter.text.Ws;

/// Reads `tools`, those that items of the input add, and `tool_choice`. Of a namespace only the name is kept, because
/// other formats have no place for its description. Tools that the vendor runs itself are dropped by their type. Where
/// the client lets the model search tools, deferred tools are offered once they were found.
final class ResponsesToolsReader {
    private final Losses losses;
    private final List<Tool> tools = new ArrayList<>();
    private final MadeTools made = new MadeTools();
    private WebSearch search;
    /// how often tools of the vendor may be called, or null
    private Long maxCalls;
    /// whether deferred tools are left out until a search has found them
    private boolean searched;

    ResponsesToolsReader(Losses losses) {
        this.losses = losses;
    }

    /// The vendor's search of the web, or null. Call it after [#read].
    WebSearch search() {
        return search;
    }

    List<Tool> read(RequestFields top) {
        maxCalls = searchesWeb(top) ? top.count("max_tool_calls", 1) : null;
        List<RequestFields> items = items(top);
        var reading = new PieceReading(losses);
        searched = searches(top);
        for (RequestFields item : items) {
            if (isAddition(item)) reading.reads(() -> searched |= searches(item));
        }
        take(top, null);
        for (RequestFields item : items) {
            boolean more = isAddition(item);
            if (more && !reading.reads(() -> take(item, null))) item.drop(losses, "additional_tools", "");
        }
        for (RequestFields item : items) {
            boolean found = "tool_search_output".equals(word(item, "type"));
            if (found && !reading.reads(() -> found(item))) item.drop(losses, "tool_search_output", "");
        }
        return allowed(top);
    }

    private static boolean searchesWeb(RequestFields top) {
        for (RequestFields tool : top.objects("tools")) {
            if (WebSearchTools.ofResponses(tool.text("type"))) return true;
        }
        return false;
    }

    private static boolean isAddition(RequestFields item) {
        return "additional_tools".equals(word(item, "type"));
    }

    private static String word(RequestFields item, String member) {
        return item.raw(member) instanceof Json.Str word ? word.value() : "";
    }

    /// The items of the input that are objects.
    private static List<RequestFields> items(RequestFields top) {
        if (!(top.raw("input") instanceof Json.Arr)) return List.of();
        return top.elements("input").stream().filter(Objects::nonNull).toList();
    }

    /// Whether the client lets the model search tools. Without that no deferred tool could ever be found.
    private static boolean searches(RequestFields owner) {
        for (RequestFields tool : owner.objects("tools")) {
            boolean search = TypedTool.ofTool(tool.text("type")) == TypedTool.TOOL_SEARCH;
            if (search && TypedTool.TOOL_SEARCH.clientRuns(tool)) return true;
        }
        return false;
    }

    /// What a search has found is offered behind the other tools, so that the prompt begins as before.
    private void found(RequestFields output) {
        searched = false;
        take(output, null);
    }

    private void take(RequestFields owner, String namespace) {
        for (RequestFields tool : owner.objects("tools")) {
            String type = tool.requiredText("type");
            Callers.readAllowed(tool, losses);
            boolean hidden = Boolean.TRUE.equals(tool.flag("defer_loading")) && searched;
            switch (type) {
                case "function", "custom" -> {
                    if (hidden) tool.ignoreAll();
                    else tools.add(named(tool, namespace, type));
                }
                case "namespace" -> {
                    if (!Ws.blank(tool.text("description"))) losses.dropped("namespace.description");
                    take(tool, tool.requiredText("name"));
                }
                default -> typed(tool, type);
            }
        }
    }

    private static Tool named(RequestFields tool, String namespace, String type) {
        boolean freeform = type.equals("custom");
        Json.Obj schema = freeform ? tool.plain("format") : ToolSchema.read(tool, "parameters");
        return new Tool(tool.requiredText("name"), tool.text("description"), schema,
            freeform ? null : tool.flag("strict"), null,
            new ToolKind(namespace, freeform ? Form.FREEFORM : Form.FUNCTION));
    }

    private void typed(RequestFields tool, String type) {
        TypedTool typed = TypedTool.ofTool(type);
        if (typed != null && typed.clientRuns(tool)) {
            made.count(tool);
            tools.add(typed.tool(tool));
        } else if (WebSearchTools.ofResponses(type) && search == null && WebSearchTools.isLive(tool)) {
            search = WebSearchTools.readResponses(tool, maxCalls);
        } else {
            tool.drop(losses, type, Losses.VENDORS_TOOL);
        }
    }

    /// `allowed_tools` limits the choice to some of the tools; leaving out the other tools means the same.
    private List<Tool> allowed(RequestFields top) {
        if (!(top.raw("tool_choice") instanceof Json.Obj)) return tools;
        RequestFields choice = top.object("tool_choice");
        if (!"allowed_tools".equals(choice.text("type"))) return tools;
        Set<String> names = new HashSet<>();
        for (RequestFields tool : choice.requiredObjects("tools")) {
            names.add(tool.has("name") ? tool.text("name") : tool.requiredText("type"));
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
            case String type -> typedChoice(object, type);
        };
    }

    private ToolChoice typedChoice(RequestFields choice, String type) {
        for (Tool tool : tools) {
            if (tool.kind().typed() && tool.name().equals(type)) return new ToolChoice.NamedChoice(type);
        }
        choice.drop(losses, "tool_choice", "its tool was dropped");
        return null;
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
