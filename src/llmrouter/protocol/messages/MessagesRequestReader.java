package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Sampling;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.ReasoningFields;
import llmrouter.protocol.request.RequestFields;

/// Reads a Messages request (Anthropic API reference, "Create a message"), with what clients add: role `system`
/// anywhere among the messages, `tools: []`, the beta's `output_format`. Claude Code's billing line is left out without
/// a ledger line: it is not meant for the model, and it differs in each conversation, so that prompt caches would miss.
final class MessagesRequestReader {
    private static final String BILLING = "x-anthropic-billing-header:";
    private static final String MAX_TOKENS = "must be a whole number of at least 1";
    private static final Map<String, String> SPELLING = Map.ofEntries(Map.entry("stop", "stop_sequences"),
        Map.entry("reasoning", "thinking"), Map.entry("tool_call", "tool_use"), Map.entry("arguments", "input"),
        Map.entry("output", "output_config.format"), Map.entry("user", "metadata.user_id"),
        Map.entry("cache", "cache_control"), Map.entry("parallel", "disable_parallel_tool_use"));

    private MessagesRequestReader() {}

    static void check(JsonScan topLevel) {
        RequestFields.checkMessages(topLevel);
        if (topLevel.number("max_tokens", 0) < 1) throw RequestFields.wrong("max_tokens", MAX_TOKENS);
    }

    static Conversation read(Json.Obj body, Losses losses) {
        losses.spell(SPELLING);
        RequestFields top = RequestFields.of(body);
        if (!top.has("max_tokens")) throw RequestFields.wrong("max_tokens", MAX_TOKENS);
        List<Tool> tools = MessagesToolsReader.tools(top, losses);
        boolean stream = Boolean.TRUE.equals(top.flag("stream"));
        var conversation = new Conversation(top.text("model"), turns(top, losses), tools,
            MessagesToolsReader.choice(top, tools, losses), MessagesToolsReader.parallel(top),
            top.count("max_tokens", 1), sampling(top), ReasoningFields.read(top, losses), format(top),
            new CacheHints(null, null, CacheFields.read(top)), user(top), stream, stream);
        String tier = top.text("service_tier");
        if (tier != null && !tier.equals("auto")) top.unread("service_tier");
        contextManagement(top.object("context_management"), losses);
        top.dropRest(losses);
        return conversation;
    }

    /// Claude Code asks with every request that old thinking is kept or cleared. That has no meaning for models of
    /// other vendors: they do not see it.
    private static void contextManagement(RequestFields management, Losses losses) {
        if (management == null) return;
        if (editsOnlyThinking(management)) losses.unused("context_management");
        else losses.dropped("context_management");
        management.ignoreAll();
    }

    private static boolean editsOnlyThinking(RequestFields management) {
        for (RequestFields edit : management.objects("edits")) {
            String type = edit.text("type");
            if (type == null || !type.startsWith("clear_thinking_")) return false;
        }
        return true;
    }

    private static List<Turn> turns(RequestFields top, Losses losses) {
        var blocks = new MessagesBlocksReader(losses);
        var turns = new ArrayList<Turn>();
        List<Part> system = withoutBilling(blocks.read(top, "system"));
        if (!system.isEmpty()) turns.add(new Turn(Role.SYSTEM, system));
        for (RequestFields message : top.requiredObjects("messages")) {
            Role role = role(message);
            List<Part> parts = blocks.read(message, "content");
            checkPlaces(message, role, parts);
            turns.add(new Turn(role, role == Role.SYSTEM ? withoutBilling(parts) : parts));
        }
        return turns;
    }

    private static Role role(RequestFields message) {
        String role = message.requiredText("role");
        return switch (role) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw message.error("role", "cannot be '" + role + "'. Use user, assistant or system");
        };
    }

    private static void checkPlaces(RequestFields message, Role role, List<Part> parts) {
        if (!message.has("content")) throw message.error("content", "is missing. Give a string or an array of blocks");
        for (Part part : parts) {
            if (part instanceof ToolResultPart && role != Role.USER)
                throw message.error("content", "has a tool_result block, which only user messages may hold");
            if (part instanceof ToolCallPart && role != Role.ASSISTANT)
                throw message.error("content", "has a tool_use block, which only assistant messages may hold");
        }
    }

    private static List<Part> withoutBilling(List<Part> parts) {
        var kept = new ArrayList<Part>(parts.size());
        for (Part part : parts) {
            if (!(part instanceof TextPart text) || !text.text().startsWith(BILLING)) {
                kept.add(part);
                continue;
            }
            int line = text.text().indexOf('\n');
            if (line >= 0) kept.add(new TextPart(text.text().substring(line + 1), text.cache()));
        }
        return kept;
    }

    private static Sampling sampling(RequestFields top) {
        return new Sampling(top.number("temperature"), top.number("top_p"), top.number("top_k"),
            top.texts("stop_sequences"), null, null, null);
    }

    private static OutputFormat format(RequestFields top) {
        RequestFields config = top.object("output_config");
        RequestFields format = config == null ? null : config.object("format");
        RequestFields beta = top.object("output_format");
        if (format == null) format = beta;
        if (format == null) return null;
        String type = format.requiredText("type");
        if (!type.equals("json_schema")) throw format.error("type", "cannot be '" + type + "'. Use json_schema");
        Json.Obj schema = format.plain("schema");
        if (schema == null) throw format.error("schema", "is missing. Give a JSON Schema");
        return new OutputFormat.JsonSchemaFormat(format.text("name"), null, schema, null);
    }

    private static String user(RequestFields top) {
        RequestFields metadata = top.object("metadata");
        return metadata == null ? null : metadata.text("user_id");
    }
}
