package llmrouter.protocol.messages;

import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.chat.ToolChoice;
import llmrouter.chat.WebSearch;
import llmrouter.protocol.history.OfferedTools;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolSchema;
import llmrouter.protocol.search.WebSearchTools;
import llmrouter.protocol.typed.VendorsClientTool;

/// Reads `tools` and `tool_choice`.
final class MessagesToolsReader {
    private MessagesToolsReader() {}

    /// Tools that the vendor runs (`code_execution_20250825`, …) have no schema that could be sent to other vendors:
    /// they are dropped by their type. Those that the client runs (`bash_20250124`, …) are functions.
    /// `eager_input_streaming` concerns delivery and has no meaning in other formats.
    static void declare(RequestFields top, OfferedTools tools, Losses losses) {
        for (RequestFields entry : top.objects("tools")) {
            if (WebSearchTools.ofMessages(entry.text("type"))) continue; // read by itself
            boolean later = Boolean.TRUE.equals(entry.flag("defer_loading"));
            if (tool(entry, tools, losses) instanceof Tool tool) tools.declare(tool, later);
        }
        RequestFields choice = top.object("tool_choice");
        if (choice != null && choice.text("name") instanceof String name) tools.need(name);
    }

    /// The vendor's search of the web, or null.
    static WebSearch search(RequestFields top, Losses losses) {
        for (RequestFields entry : top.objects("tools")) {
            if (WebSearchTools.ofMessages(entry.text("type"))) return WebSearchTools.readMessages(entry, losses);
        }
        return null;
    }

    /// An entry of `tools`; null if it is a tool of the vendor, which the ledger names.
    ///
    /// @param tools counts those that a vendor defines
    static Tool tool(RequestFields entry, OfferedTools tools, Losses losses) {
        String type = entry.text("type");
        if (type == null || type.equals("custom")) return custom(entry, losses);
        if (VendorsClientTool.of(type) instanceof VendorsClientTool known) {
            tools.made().count(entry);
            return known.tool(entry, losses);
        }
        entry.drop(losses, type, Losses.VENDORS_TOOL);
        return null;
    }

    private static Tool custom(RequestFields tool, Losses losses) {
        tool.leaveOut(losses, "eager_input_streaming");
        tool.ignore("defer_loading"); // read with the list of tools
        if (tool.raw("input_examples") != null) losses.dropped("input_examples");
        Callers.readAllowed(tool, losses);
        return new Tool(tool.requiredText("name"), tool.text("description"), ToolSchema.read(tool, "input_schema"),
            tool.flag("strict"), CacheFields.read(tool));
    }

    /// The choice; null if the request has none, or if it names a tool that was dropped.
    static ToolChoice choice(RequestFields top, List<Tool> tools, Losses losses) {
        RequestFields choice = top.object("tool_choice");
        if (choice == null) return null;
        String type = choice.requiredText("type");
        return switch (type) {
            case "auto" -> new ToolChoice.AutoChoice();
            case "none" -> new ToolChoice.NoneChoice();
            case "any" -> new ToolChoice.AnyChoice();
            case "tool" -> named(choice.requiredText("name"), tools, losses);
            default -> throw choice.error("type", "cannot be '" + type + "'. Use auto, any, tool or none");
        };
    }

    private static ToolChoice named(String name, List<Tool> tools, Losses losses) {
        for (Tool tool : tools) {
            if (tool.name().equals(name)) return new ToolChoice.NamedChoice(name);
        }
        losses.dropped("tool_choice", "its tool was dropped");
        return null;
    }

    /// False if the client allows one call at a time, else null.
    static Boolean parallel(RequestFields top) {
        RequestFields choice = top.object("tool_choice");
        return choice != null && Boolean.TRUE.equals(choice.flag("disable_parallel_tool_use")) ? Boolean.FALSE : null;
    }
}
