package llmrouter.protocol.responses;

import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.chat.CacheHints;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
import llmrouter.chat.Sampling;
import llmrouter.chat.SummaryWish;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.earlier.EarlierItems;
import llmrouter.protocol.request.OpenAiFields;
import llmrouter.protocol.request.ReasoningFields;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.summary.CompactionItems;

/// Reads a Responses request (OpenAI API reference, "Create a model response") for a provider of another format. A
/// request that refers to something that the vendor stores is refused, because other providers do not have it. A field
/// that no other format has goes into the ledger, unless its value is the vendor's default or concerns only the
/// vendor's own records.
final class ResponsesRequestReader {
    private static final Map<String, String> SPELLING = Map.ofEntries(Map.entry("reasoning", "reasoning.effort"),
        Map.entry("thinking", "reasoning"), Map.entry("tool_call", "function_call"),
        Map.entry("tool_result", "function_call_output"), Map.entry("image", "input_image"),
        Map.entry("document", "input_file"), Map.entry("audio_part", "input_audio"), Map.entry("output", "text.format"),
        Map.entry("cache", "prompt_cache_key"), Map.entry("parallel", "parallel_tool_calls"),
        Map.entry("max_tokens", "max_output_tokens"), Map.entry("system", "developer"), Map.entry("messages", "input"),
        Map.entry("verbosity", "text.verbosity"), Map.entry("logprobs", "include"),
        Map.entry("cache_options", "prompt_cache_options"));
    /// Members that a translated answer has wherever it has their item.
    private static final Set<String> GIVEN_ANYWAY =
        Set.of("reasoning.encrypted_content", "web_search_call.action.sources");

    private ResponsesRequestReader() {}

    static void check(JsonScan topLevel) {
        if (!topLevel.isNull("previous_response_id")) return;
        for (String member : EarlierItems.STORED) {
            if (!topLevel.isNull(member)) return;
        }
        JsonKind kind = topLevel.kind("input");
        if (kind != JsonKind.STRING && (kind != JsonKind.ARRAY || topLevel.isEmpty("input")))
            throw RequestFields.wrong("input", "must be a string, or an array with at least one item");
    }

    static Conversation read(Json.Obj body, Losses losses) {
        losses.spell(SPELLING);
        RequestFields top = RequestFields.of(body);
        refuseStored(top);
        RequestFields text = top.object("text");
        boolean stream = Boolean.TRUE.equals(top.flag("stream"));
        var tools = new ResponsesToolsReader(losses);
        var items = new ResponsesItemsReader(losses);
        List<Turn> turns = items.read(top);
        OutputFormat form = items.format(text == null ? null : format(text.object("format")));
        var conversation = new Conversation(top.text("model"), turns, tools.read(top),
            tools.choice(top), top.flag("parallel_tool_calls"), top.count("max_output_tokens", 1),
            new Sampling(top.number("temperature"), top.number("top_p"), null, List.of(), null, null, null),
            items.efforts().applied(ReasoningFields.read(top, losses)), form,
            new CacheHints(top.text("prompt_cache_key"), top.text("prompt_cache_retention"), null),
            OpenAiFields.user(top), stream, stream)
            .with(OpenAiFields.readResponses(top, text, include(top, losses)));
        leaveDefaults(top, losses);
        top.dropRest(losses);
        Conversation searching = tools.search() == null ? conversation : conversation.searching(tools.search());
        return CompactionItems.asks(top) ? searching.summarised(SummaryWish.PLAIN) : searching;
    }

    /// The gateway has resolved what it knows before this reads, so what is left here is not known.
    /// @throws llmrouter.chat.GatewayError naming the member
    private static void refuseStored(RequestFields top) {
        String previous = top.text("previous_response_id");
        if (previous != null) throw EarlierItems.unknownAnswer(previous);
        for (String member : EarlierItems.STORED) {
            if (top.has(member)) throw EarlierItems.unheld(member);
        }
        if (Boolean.TRUE.equals(top.flag("background"))) {
            throw EarlierItems.unheld("background", "asks for an answer in the background");
        }
        top.ignore("store");
    }

    /// A wish for the form of the answer, or null for any.
    static OutputFormat format(RequestFields format) {
        if (format == null) return null;
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> null;
            case "json_object" -> new OutputFormat.JsonObjectFormat();
            case "json_schema" -> {
                Json.Obj schema = format.plain("schema");
                if (schema == null) throw format.error("schema", "is missing. Give a JSON Schema");
                yield new OutputFormat.JsonSchemaFormat(format.text("name"), format.text("description"), schema,
                    format.flag("strict"));
            }
            default -> throw format.error("type", "cannot be '" + type + "'. Use text, json_object or json_schema");
        };
    }

    /// Answers always include the encrypted reasoning that a client must send back, if the provider gives it.
    ///
    /// @return whether the probabilities of tokens are wanted
    private static boolean include(RequestFields top, Losses losses) {
        boolean logprobs = false;
        for (String wish : top.texts("include")) {
            if (wish.equals(OpenAiFields.LOGPROBS)) logprobs = true;
            else if (!GIVEN_ANYWAY.contains(wish)) losses.dropped("include");
        }
        return logprobs;
    }

    private static void leaveDefaults(RequestFields top, Losses losses) {
        String truncation = top.text("truncation");
        if (truncation != null && !truncation.equals("disabled")) top.unread("truncation");
        top.ignore("stream_options");
        top.leaveOut(losses, "client_metadata");
    }
}
