package llmrouter.protocol.chatcompletions;

import java.util.Map;

import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Sampling;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.CacheFields;
import llmrouter.protocol.request.OpenAiFields;
import llmrouter.protocol.request.ReasoningFields;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.search.WebSearchTools;

/// Reads a Chat Completions request (OpenAI API reference, "Create chat completion"): it accepts what clients add, and
/// refuses what is malformed. A field that no other format has goes into the ledger, unless its value is the vendor's
/// default or concerns only the vendor's own records (`store: false`, `service_tier: auto`, `n: 1`, `modalities:
/// ["text"]`).
final class ChatCompletionsRequestReader {
    private static final Map<String, String> SPELLING = Map.ofEntries(Map.entry("reasoning", "reasoning_effort"),
        Map.entry("thinking", "reasoning_content"), Map.entry("tool_call", "tool_calls"),
        Map.entry("tool_result", "tool"), Map.entry("image", "image_url"), Map.entry("document", "file"),
        Map.entry("audio_part", "input_audio"), Map.entry("output", "response_format"),
        Map.entry("cache", "prompt_cache_key"), Map.entry("cache_options", "prompt_cache_options"),
        Map.entry("parallel", "parallel_tool_calls"));

    private ChatCompletionsRequestReader() {}

    static void check(JsonScan topLevel) {
        RequestFields.checkMessages(topLevel);
    }

    static Conversation read(Json.Obj body, Losses losses) {
        losses.spell(SPELLING);
        RequestFields top = RequestFields.of(body);
        RequestFields streamOptions = top.object("stream_options");
        var conversation = new Conversation(top.text("model"), ChatTurnsReader.read(top, losses),
            ChatToolsReader.tools(top, losses), ChatToolsReader.choice(top), top.flag("parallel_tool_calls"),
            maxTokens(top), sampling(top), ReasoningFields.ofChat(top, losses), format(top, losses), cache(top),
            OpenAiFields.user(top),
            Boolean.TRUE.equals(top.flag("stream")), streamOptions != null
            && Boolean.TRUE.equals(streamOptions.flag("include_usage"))).with(OpenAiFields.readChat(top));
        leaveDefaults(top);
        if (streamOptions != null) streamOptions.leaveOut(losses, "include_obfuscation");
        // Even an empty object asks for a search.
        var search = WebSearchTools.readChat(top.object("web_search_options"));
        top.dropRest(losses);
        return search == null ? conversation : conversation.searching(search);
    }

    private static Long maxTokens(RequestFields top) {
        Long older = top.count("max_tokens", 1);
        Long newer = top.count("max_completion_tokens", 1);
        return newer != null ? newer : older;
    }

    /// OpenAI has no `top_k`, but many servers of the format accept it.
    private static Sampling sampling(RequestFields top) {
        return new Sampling(top.number("temperature"), top.number("top_p"), top.number("top_k"), top.texts("stop"),
            top.number("seed"), top.number("frequency_penalty"), top.number("presence_penalty"));
    }

    private static OutputFormat format(RequestFields top, Losses losses) {
        RequestFields format = top.object("response_format");
        if (format == null) return null;
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.JsonObjectFormat();
            case "json_schema" -> schema(format.requiredObject("json_schema"));
            case "grammar", "python" -> {
                losses.dropped("response_format", type + " has no counterpart");
                yield null;
            }
            default -> throw format.error("type", "cannot be '" + type + "'. Use text, json_object or json_schema");
        };
    }

    private static OutputFormat schema(RequestFields wish) {
        Json.Obj schema = wish.plain("schema");
        if (schema == null) throw wish.error("schema", "is missing. Give a JSON Schema");
        return new OutputFormat.JsonSchemaFormat(wish.text("name"), wish.text("description"), schema,
            wish.flag("strict"));
    }

    private static CacheHints cache(RequestFields top) {
        return new CacheHints(top.text("prompt_cache_key"), top.text("prompt_cache_retention"), CacheFields.read(top));
    }

    private static void leaveDefaults(RequestFields top) {
        if (top.number("n") instanceof Json.Num n && n.asLong(0) != 1) top.unread("n");
        if (top.raw("modalities") instanceof Json modalities && !modalities.toString().equals("[\"text\"]")) {
            top.unread("modalities");
        }
    }
}
