package llmrouter.protocol.messages;

import java.util.List;
import java.util.Map;

import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Sampling;
import llmrouter.chat.SummaryWish;
import llmrouter.chat.Tool;
import llmrouter.chat.Turn;
import llmrouter.chat.WebSearch;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.errors.AnthropicError;
import llmrouter.protocol.history.OfferedTools;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.ReasoningFields;
import llmrouter.protocol.request.RequestFields;

/// Reads a Messages request (Anthropic API reference, "Create a message"), with what clients add: `tools: []`, the
/// beta's `output_format`.
///
/// A request that continues a thread has only the newest messages; the provider that gave the last answer has the
/// others. No other provider can answer it, so it is refused in the words that make a client send all messages. A
/// request that begins a thread has all messages: the thread is left out.
final class MessagesRequestReader {
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
        refuseContinued(top);
        boolean stream = Boolean.TRUE.equals(top.flag("stream"));
        var offered = new OfferedTools(losses);
        MessagesToolsReader.declare(top, offered, losses);
        var reader = new MessagesTurnsReader(offered, losses);
        List<Turn> turns = reader.read(top);
        List<Tool> tools = offered.list();
        var conversation = new Conversation(top.text("model"), turns, tools,
            MessagesToolsReader.choice(top, tools, losses), MessagesToolsReader.parallel(top),
            top.count("max_tokens", 1), sampling(top),
            reader.efforts().applied(ReasoningFields.read(top, losses)), format(top),
            new CacheHints(null, null, CacheFields.read(top)), user(top), stream, stream);
        top.leaveOut(losses, "thread");
        String tier = top.text("service_tier");
        if (tier != null && !tier.equals("auto")) top.unread("service_tier");
        contextManagement(top.object("context_management"), losses);
        SummaryWish wish = summary(top);
        WebSearch search = MessagesToolsReader.search(top, losses);
        if (top.raw("safeguards") != null) losses.excused("safeguards");
        top.dropRest(losses);
        Conversation searching = search == null ? conversation : conversation.searching(search);
        return wish == null ? searching : searching.summarised(wish);
    }

    /// @return null if the client wants an answer
    private static SummaryWish summary(RequestFields top) {
        RequestFields compaction = top.object("compaction");
        if (compaction == null) return null;
        String type = compaction.requiredText("type");
        if (!type.equals("summarize")) throw compaction.error("type", "cannot be '" + type + "'. Use summarize");
        return new SummaryWish(compaction.text("instructions"));
    }

    /// Whether the request has only the newest messages of a thread.
    static boolean continuesThread(JsonScan topLevel) {
        return continues(topLevel.get("thread"));
    }

    private static boolean continues(Json thread) {
        return thread instanceof Json.Obj o && !"create".equals(o.text("type"));
    }

    private static void refuseContinued(RequestFields top) {
        if (continues(top.raw("thread"))) throw new GatewayError(AnthropicError.continuedThread());
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
