package llmrouter.protocol.responses;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.protocol.request.SignatureCodec;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// Writes `response.created … response.completed`, each event with its number. Every block is an output item of its
/// own, which the last event repeats. After a failure come `error` and `response.failed`, and no event that means
/// success.
final class ResponsesStreamWriter implements StreamWriter {
    private final AnswerContext context;
    private final AnswerIds ids;
    private final Text out = new Text();
    private final Json.Arr output = Json.array();
    private final Text said = new Text();
    private long sequence;
    private String responseId;
    private String model;
    private OutputItems items;
    private Usage usage;
    private Block block;
    private String itemId;
    private String callId;
    private String encrypted;
    private boolean refusal;
    private boolean over;

    /// @param told how many events the client has had
    ResponsesStreamWriter(AnswerContext context, long told) {
        this.context = context;
        ids = new AnswerIds(context.requestId(), "call_");
        sequence = told;
        model = context.model();
    }

    @Override
    public String write(AnswerEvent event) {
        if (over) return "";
        switch (event) {
            case AnswerEvent.Started started -> start(started);
            case AnswerEvent.Opened opened -> open(opened.block());
            case AnswerEvent.Delta delta -> delta(delta.text());
            case AnswerEvent.Signature signature -> encrypted = SignatureCodec.encrypted(signature.signature());
            case AnswerEvent.Closed _ -> close();
            case AnswerEvent.UsageKnown known -> usage = known.usage();
            case AnswerEvent.Finished finished -> finish(finished);
            case AnswerEvent.Failed failed -> fail(failed.error());
            case AnswerEvent.Skipped _ -> { }
        }
        return out.take();
    }

    private void start(AnswerEvent.Started started) {
        usage = started.usage();
        if (started.model() != null) model = started.model();
        identify(started.id());
        event("response.created", Json.object().put("response", response("in_progress")));
        event("response.in_progress", Json.object().put("response", response("in_progress")));
    }

    private void identify(String providerId) {
        responseId = ids.answer("resp_", providerId);
        items = new OutputItems(responseId);
    }

    private Json.Obj response(String status) {
        return OutputItems.response(responseId, model, context.created(), status, output);
    }

    private void open(Block opened) {
        block = opened;
        encrypted = null;
        String prefix = switch (opened) {
            case Block.TextBlock _, Block.RefusalBlock _ -> "msg_";
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> "rs_";
            case Block.ToolCallBlock call -> call.kind().freeform() ? "ctc_" : "fc_";
        };
        itemId = items.id(prefix, output.size());
        if (opened instanceof Block.ToolCallBlock call) callId = ids.call(call.id());
        if (opened instanceof Block.RedactedThinkingBlock redacted) {
            encrypted = SignatureCodec.redacted(redacted.data());
        }
        event("response.output_item.added", index().put("item", item(false, "")));
        if (message()) event("response.content_part.added", place().put("part", part("")));
    }

    /// The open block's item, begun or done.
    private Json.Obj item(boolean done, String words) {
        String status = done ? "completed" : "in_progress";
        return switch (block) {
            case Block.TextBlock _, Block.RefusalBlock _ ->
                OutputItems.message(itemId, status, done ? Json.array(part(words)) : Json.array());
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ ->
                OutputItems.reasoning(itemId, words, encrypted);
            case Block.ToolCallBlock call -> OutputItems.call(itemId, status, callId, call.name(), words, call.kind());
        };
    }

    private boolean message() {
        return block instanceof Block.TextBlock || block instanceof Block.RefusalBlock;
    }

    private boolean thinking() {
        return block instanceof Block.ThinkingBlock || block instanceof Block.RedactedThinkingBlock;
    }

    private Json.Obj part(String words) {
        return thinking() ? OutputItems.summary(words) : block instanceof Block.RefusalBlock
            ? OutputItems.refusal(words) : OutputItems.text(words);
    }

    private Json.Obj index() {
        return Json.object().put("output_index", output.size());
    }

    private Json.Obj place() {
        Json.Obj place = Json.object().put("item_id", itemId).put("output_index", output.size());
        return message() ? place.put("content_index", 0) : thinking() ? place.put("summary_index", 0) : place;
    }

    private void delta(String text) {
        if (thinking() && said.length() == 0) {
            event("response.reasoning_summary_part.added", place().put("part", part("")));
        }
        said.add(text);
        switch (block) {
            case Block.TextBlock _ -> delta("response.output_text.delta", "content_index", text, ",\"logprobs\":[]");
            case Block.RefusalBlock _ -> delta("response.refusal.delta", "content_index", text, "");
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ ->
                delta("response.reasoning_summary_text.delta", "summary_index", text, "");
            case Block.ToolCallBlock call ->
                delta(call.kind().freeform()
                    ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta", null, text,
                    "");
        }
    }

    private void delta(String type, String part, String text, String more) {
        out.add("event: ").add(type).add("\ndata: {\"type\":\"").add(type).add("\",\"sequence_number\":")
            .add(Long.toString(sequence++)).add(",\"item_id\":").quote(itemId).add(",\"output_index\":")
            .add(Integer.toString(output.size()));
        if (part != null) out.add(",\"").add(part).add("\":0");
        out.add(",\"delta\":").quote(text).add(more).add("}\n\n");
    }

    private void close() {
        if (block instanceof Block.ToolCallBlock call && !call.kind().freeform() && said.length() == 0) delta("{}");
        boolean spoke = said.length() > 0;
        String words = said.take();
        switch (block) {
            case Block.TextBlock _ ->
                event("response.output_text.done", place().put("text", words).put("logprobs", Json.array()));
            case Block.RefusalBlock _ -> {
                refusal = true;
                event("response.refusal.done", place().put("refusal", words));
            }
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> {
                if (spoke) event("response.reasoning_summary_text.done", place().put("text", words));
                if (spoke) event("response.reasoning_summary_part.done", place().put("part", part(words)));
            }
            case Block.ToolCallBlock call when call.kind().freeform() ->
                event("response.custom_tool_call_input.done", place().put("input", words));
            case Block.ToolCallBlock call ->
                event("response.function_call_arguments.done",
                    place().put("name", call.name()).put("arguments", words));
        }
        if (message()) event("response.content_part.done", place().put("part", part(words)));
        Json.Obj item = item(true, words);
        event("response.output_item.done", index().put("item", item));
        output.add(item);
    }

    private void finish(AnswerEvent.Finished finished) {
        over = true;
        Json.Obj response = OutputItems.end(response("completed"), finished.stop(), refusal, usage, context.losses());
        event("response." + response.text("status"), Json.object().put("response", response));
    }

    private void fail(ApiError said) {
        over = true;
        ApiError error = OpenAiError.worded(said, OutputItems.ANSWER_LIMIT);
        if (responseId == null) identify(null);
        String code = OpenAiError.code(error) == null ? "server_error" : OpenAiError.code(error);
        event("error", Json.object().put("code", code).put("message", error.message()).put("param",
            error.param() == null ? Json.Null.NULL : Json.of(error.param())));
        Json.Obj response = response("failed").put("error",
            Json.object().put("code", code).put("message", error.message()));
        event("response.failed", Json.object().put("response",
            response.put("usage", usage == null ? null : ResponsesUsage.write(usage))));
    }

    private void event(String type, Json.Obj members) {
        out.add("event: ").add(type).add("\ndata: {\"type\":\"").add(type).add("\",\"sequence_number\":")
            .add(Long.toString(sequence++)).add(',');
        String rest = members.toString();
        out.add(rest, 1, rest.length()).add("\n\n");
    }
}
