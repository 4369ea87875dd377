package llmrouter.protocol.responses;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.SearchPart;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.StopReason;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.answer.ArgumentScan;
import llmrouter.protocol.answer.TokenLogprobs;
import llmrouter.protocol.typed.TypedTool;
import llmrouter.protocol.usage.ResponsesUsage;

/// The items of an answer, as whole answers and streams show them.
final class OutputItems {
    /// the field for the most tokens of an answer
    static final String ANSWER_LIMIT = "max_output_tokens";
    static final String PARAGRAPH = "\n\n";
    static final String COMPLETED = "completed";
    /// The status of an answer that was cut short, and of the item in which that happened.
    static final String INCOMPLETE = "incomplete";

    /// the type of an item that holds an image which the model made
    static final String IMAGE = "image_generation_call";

    private final String idTail;

    /// @param responseId the answer's id, from which its items' are made
    OutputItems(String responseId) {
        idTail = responseId.substring(responseId.indexOf('_') + 1);
    }

    /// An id that no other item of the answer has.
    String id(String prefix, int index) {
        return prefix + idTail + "_" + index;
    }

    static Json.Obj message(String id, String status, Json.Arr content) {
        return Json.object().put("id", id).put("type", "message").put("status", status).put("role", "assistant")
            .put("content", content);
    }

    /// @param logprobs of the text's tokens, or null
    static Json.Obj text(String words, Json.Arr annotations, Json.Arr logprobs) {
        return Json.object().put("type", "output_text").put("annotations", annotations).put("logprobs",
            logprobs == null ? Json.array() : TokenLogprobs.responses(logprobs)).put("text", words);
    }

    static Json.Obj search(String id, String status, SearchPart search) {
        Json.Arr sources = Json.array();
        for (SearchPart.Page page : search.found()) {
            sources.add(Json.object().put("type", "url").put("url", page.url()));
        }
        Json.Obj action = Json.object().put("type", "search").put("query", search.query())
            .put("queries", Json.array(Json.of(search.query()))).put("sources", sources.size() == 0 ? null : sources);
        return Json.object().put("id", id).put("type", "web_search_call").put("status", status).put("action", action);
    }

    static Json.Obj refusal(String words) {
        return Json.object().put("type", "refusal").put("refusal", words);
    }

    static Json.Obj summary(String words) {
        return Json.object().put("type", "summary_text").put("text", words);
    }

    /// Reasoning has a status only if it was cut short: the vendor refuses the member in a request.
    ///
    /// @param encrypted the encrypted thinking, which only its issuer can read, or null
    static Json.Obj reasoning(String id, String status, String words, String encrypted) {
        return Json.object().put("id", id).put("type", "reasoning")
            .put("status", status.equals(INCOMPLETE) ? status : null)
            .put("summary", words.isEmpty() ? Json.array() : Json.array(summary(words)))
            .put("encrypted_content", encrypted);
    }

    /// @param source of the image, or null while it is made
    static Json.Obj image(String id, Source.Base64Source source) {
        var item = Json.object().put("id", id).put("type", IMAGE)
            .put("status", source == null ? "in_progress" : COMPLETED)
            .put("result", source == null ? Json.Null.NULL : Json.of(source.data()));
        String format = source == null ? "" : source.mediaType();
        return format.startsWith("image/") ? item.put("output_format", format.substring("image/".length())) : item;
    }

    /// The image that a whole item of this type holds, or null.
    static Source image(Json.Obj item) {
        String data = item.text("result");
        String format = item.text("output_format");
        return data == null || data.isEmpty() ? null
            : new Source.Base64Source("image/" + (format == null ? "png" : format), data);
    }

    /// Whether the arguments of a call have come to their end. Of a freeform tool's text this cannot be told.
    static boolean ended(ToolKind kind, String arguments) {
        var scan = new ArgumentScan();
        scan.feed(arguments);
        return !kind.freeform() && scan.complete();
    }

    /// A summary that takes the place of the conversation. It is sealed, so that the client can send it to any model.
    static Json.Obj compaction(String id, String summary) {
        return Json.object().put("id", id).put("type", "compaction").put("encrypted_content",
            new Seal(Seal.Kind.SUMMARY, null, summary).text());
    }

    /// The beginning of the id of a call of such a tool.
    static String callPrefix(ToolKind kind) {
        return kind.typed() ? TypedTool.of(kind).idPrefix() : kind.freeform() ? "ctc_" : "fc_";
    }

    /// The call of a typed tool whose arguments no client could use is the call of a function: a client refuses it and
    /// tells the model, and runs nothing.
    ///
    /// @param words the arguments, or a freeform tool's text
    static Json.Obj call(String id, String status, String callId, String name, String words, ToolKind kind) {
        Json.Obj typed = kind.typed() ? TypedTool.of(kind).call(id, status, callId, words) : null;
        if (typed != null) return typed;
        String own = kind.typed() ? callPrefix(ToolKind.FUNCTION) + id.substring(id.indexOf('_') + 1) : id;
        return Json.object().put("id", own).put("type", kind.freeform() ? "custom_tool_call" : "function_call")
            .put("status", status).put("call_id", callId).put("name", name).put("namespace", kind.namespace())
            .put(kind.freeform() ? "input" : "arguments", words);
    }

    /// The answer around the items, without the members that repeat the request: see [ResponseEcho].
    static Json.Obj response(String id, String model, long created, String status, Json.Arr output) {
        Json none = Json.Null.NULL;
        return Json.object().put("id", id).put("object", "response").put("created_at", created).put("completed_at",
            none).put("status", status).put("error", none).put("incomplete_details", none).put("model", model)
            .put("output", output).put("usage", none);
    }

    /// Why an answer that ended so is incomplete, in the vendor's word; null if it is complete.
    ///
    /// @param refusal whether the answer holds a refusal
    static String incomplete(StopReason stop, boolean refusal, Losses losses) {
        return switch (stop) {
            case END, STOP_SEQUENCE, TOOL_CALLS, COMPACTION -> null;
            case LENGTH -> "max_output_tokens";
            case REFUSAL -> refusal ? null : "content_filter";
            case PAUSE -> {
                losses.approximated("stop_reason.pause_turn", "told as completed");
                yield null;
            }
            case CONTEXT_FULL -> {
                losses.approximated("stop_reason.model_context_window_exceeded", "told as max_output_tokens");
                yield "max_output_tokens";
            }
        };
    }

    /// Adds the members that say how an answer ended.
    ///
    /// @param incomplete why it is incomplete, or null
    /// @param now        seconds since 1970
    /// @return the response
    static Json.Obj end(Json.Obj response, String incomplete, long now, Usage usage) {
        if (incomplete == null) response.put("status", "completed").put("completed_at", now);
        else response.put("status", INCOMPLETE).put("incomplete_details", Json.object().put("reason", incomplete));
        return response.put("usage", usage == null ? null : ResponsesUsage.write(usage));
    }
}
