package llmrouter.protocol.responses;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.ArgumentScan;
import llmrouter.protocol.answer.EventSize;
import llmrouter.protocol.answer.ImageLink;
import llmrouter.protocol.answer.TokenLogprobs;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.protocol.usage.ResponsesUsage;
import llmrouter.text.Text;

/// Writes `response.created … response.completed`, each event with its number. Every block is an output item of its
/// own, which the last event repeats. A summary is written when it is complete; so is the call of a typed tool, which
/// has an object in place of its arguments' text. After a failure come `error` and `response.failed`, and no event that
/// means success.
///
/// Clients run a call when its item is done, and only the end of the answer says whether the last item was cut short.
/// So the events that say "done" wait for the event behind the block. They do not wait for a call whose arguments are
/// complete, because it cannot have been cut.
///
/// ```
/// Opened ──Delta*──▶ open ──Closed──▶ held ──Opened, or a complete end──▶ completed
///                      │               ├────an incomplete end──────────▶ incomplete
///                      ╰────Failed─────┴────Failed, for a call─────────▶ never done
/// ```
final class ResponsesStreamWriter implements StreamWriter {
    private static final String IN_PROGRESS = "in_progress";

    private final AnswerContext context;
    private final AnswerIds ids;
    /// where the event goes that is being written
    private Text out;
    private final Json.Arr output = Json.array();
    private final Text said = new Text();
    /// of the tokens of the open text
    private Json.Arr logprobs = Json.array();
    private final ResponseEcho echo;
    /// whether the open text is the address of an image
    private boolean link;
    /// of the open text
    private Json.Arr annotations;
    /// where the block of text that is open begins in the message
    private int textBegan;
    /// of the open call's arguments
    private ArgumentScan arguments;
    /// whether the block has ended, and its events that say so have not been written
    private boolean held;
    private long sequence;
    /// characters of all items so far: the last event has them again
    private long kept;
    private String responseId;
    private String model;
    private OutputItems items;
    private Usage usage;
    private Block block;
    /// what stands before the number, and before the words, of a delta of the open block; null until one comes
    private String deltaBegun;
    private String deltaPlace;
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
        echo = new ResponseEcho(context);
    }

    @Override
    public void write(AnswerEvent event, Text to) {
        if (over) return;
        out = to;
        kept += EventSize.of(event);
        switch (event) {
            case AnswerEvent.Started started -> start(started);
            case AnswerEvent.Opened opened -> open(opened.block());
            case AnswerEvent.Delta delta -> delta(delta.text(), delta.logprobs());
            case AnswerEvent.Signature signature -> encrypted = signature.seal().field();
            case AnswerEvent.Cited(var citation) -> cite(citation);
            case AnswerEvent.Closed _ -> {
                held = block != null && !(block instanceof Block.SearchBlock);
                if (whole()) settle(OutputItems.COMPLETED);
            }
            case AnswerEvent.UsageKnown known -> usage = known.usage();
            case AnswerEvent.Finished finished -> finish(finished);
            case AnswerEvent.Failed failed -> fail(failed.error());
            case AnswerEvent.Skipped _ -> { }
        }
    }

    private void start(AnswerEvent.Started started) {
        usage = started.usage();
        if (started.model() != null) model = started.model();
        identify();
        Json.Obj response = OutputItems.response(responseId, model, context.created(), "in_progress", output);
        response("response.created", response);
        response("response.in_progress", response);
    }

    private void identify() {
        responseId = ids.own("resp_");
        items = new OutputItems(responseId);
    }

    private void open(Block opened) {
        boolean mayGoOn = held && !link && block instanceof Block.TextBlock;
        if (mayGoOn && opened instanceof Block.TextBlock text && !text.apart()) {
            // a format that cites its sources divides a text in the middle of a sentence
            held = false;
            textBegan = said.length();
            return;
        }
        // a refusal cuts off a call that stands before it
        settle(opened instanceof Block.RefusalBlock && calls() ? OutputItems.INCOMPLETE : OutputItems.COMPLETED);
        if (opened instanceof Block.ImageBlock image && !(image.source() instanceof Source.Base64Source)) {
            linked(image.source());
            return;
        }
        block = opened;
        deltaBegun = null;
        logprobs = Json.array();
        encrypted = null;
        arguments = new ArgumentScan();
        annotations = Json.array();
        link = false;
        textBegan = 0;
        String prefix = switch (opened) {
            case Block.TextBlock _, Block.RefusalBlock _ -> "msg_";
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> "rs_";
            case Block.ToolCallBlock call -> OutputItems.callPrefix(call.kind());
            case Block.SummaryBlock _ -> "cmp_";
            case Block.SearchBlock _ -> "ws_";
            case Block.ImageBlock _ -> "ig_";
        };
        itemId = items.id(prefix, output.size());
        if (opened instanceof Block.SearchBlock(var search)) {
            search(search);
            return;
        }
        if (opened instanceof Block.ToolCallBlock call) callId = ids.call(call.id());
        if (opened instanceof Block.RedactedThinkingBlock redacted) {
            encrypted = redacted.seal().field();
        }
        if (!typed()) event("response.output_item.added", index().put("item", item(IN_PROGRESS, "")));
        if (message()) event("response.content_part.added", place().put("part", part("")));
    }

    /// A search is over when it is told.
    private void search(Part.SearchPart search) {
        event("response.output_item.added",
            index().put("item", OutputItems.search(itemId, IN_PROGRESS, search)));
        for (String step : new String[] {IN_PROGRESS, "searching", OutputItems.COMPLETED}) {
            event("response.web_search_call." + step, place());
        }
        Json.Obj item = OutputItems.search(itemId, search.failed() ? "failed" : OutputItems.COMPLETED, search);
        event("response.output_item.done", index().put("item", item));
        output.add(item);
    }

    private void cite(Citation citation) {
        Json.Obj annotation = UrlCitations.write(citation.behind(textBegan));
        event("response.output_text.annotation.added",
            place().put("annotation_index", annotations.size()).put("annotation", annotation));
        annotations.add(annotation);
    }

    /// This format has only images whose data it holds; a text with its address stands for another.
    private void linked(Source source) {
        String link = ImageLink.of(source, context.losses());
        block = null;
        if (link == null) return;
        open(new Block.TextBlock(true));
        this.link = true;
        delta(link, null);
    }

    /// The open block's item.
    private Json.Obj item(String status, String words) {
        return switch (block) {
            case Block.TextBlock _, Block.RefusalBlock _ ->
                OutputItems.message(itemId, status,
                    status.equals(IN_PROGRESS) ? Json.array() : Json.array(part(words)));
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ ->
                OutputItems.reasoning(itemId, status, words, encrypted);
            case Block.SummaryBlock _ -> OutputItems.compaction(itemId, words);
            case Block.SearchBlock(var search) -> OutputItems.search(itemId, status, search);
            case Block.ImageBlock image -> OutputItems.image(itemId,
                !status.equals(IN_PROGRESS) && image.source() instanceof Source.Base64Source s ? s : null);
            case Block.ToolCallBlock call -> OutputItems.call(itemId, status, callId, call.name(), words, call.kind());
        };
    }

    private boolean calls() {
        return block instanceof Block.ToolCallBlock;
    }

    /// Whether the open block's item can be written only when all of it is there.
    private boolean typed() {
        return block instanceof Block.SummaryBlock || block instanceof Block.ToolCallBlock call && call.kind().typed();
    }

    /// Whether the open block is a call whose arguments are complete.
    private boolean whole() {
        return block instanceof Block.ToolCallBlock call && !call.kind().freeform() && arguments.complete();
    }

    private boolean message() {
        return block instanceof Block.TextBlock || block instanceof Block.RefusalBlock;
    }

    private boolean thinking() {
        return block instanceof Block.ThinkingBlock || block instanceof Block.RedactedThinkingBlock;
    }

    private Json.Obj part(String words) {
        return thinking() ? OutputItems.summary(words) : block instanceof Block.RefusalBlock
            ? OutputItems.refusal(words) : OutputItems.text(words, annotations, logprobs.size() == 0 ? null : logprobs);
    }

    private Json.Obj index() {
        return Json.object().put("output_index", output.size());
    }

    @Override
    public long held() {
        return kept + echo.held();
    }

    private Json.Obj place() {
        Json.Obj place = Json.object().put("item_id", itemId).put("output_index", output.size());
        return message() ? place.put("content_index", 0) : thinking() ? place.put("summary_index", 0) : place;
    }

    private void delta(String text, Json.Arr probable) {
        if (thinking() && said.length() == 0) {
            event("response.reasoning_summary_part.added", place().put("part", part("")));
        }
        said.add(text);
        if (calls()) arguments.feed(text);
        if (typed()) return;
        switch (block) {
            case Block.TextBlock _ -> delta("response.output_text.delta", "content_index", text,
                probable == null ? ",\"logprobs\":[]" : ",\"logprobs\":" + kept(probable));
            case Block.RefusalBlock _ -> delta("response.refusal.delta", "content_index", text, "");
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ ->
                delta("response.reasoning_summary_text.delta", "summary_index", text, "");
            case Block.ToolCallBlock call ->
                delta(call.kind().freeform()
                    ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta", null, text,
                    "");
            case Block.SummaryBlock _, Block.ImageBlock _ -> { } // written when it is complete
            case Block.SearchBlock _ -> { } // it was told when it was opened
        }
    }

    /// Keeps the probabilities for the events that hold the whole text.
    private Json.Arr kept(Json.Arr probable) {
        Json.Arr tokens = TokenLogprobs.responses(probable);
        logprobs.items().addAll(tokens.items());
        return tokens;
    }

    private void delta(String type, String part, String text, String more) {
        if (deltaBegun == null) {
            deltaBegun = begun(type);
            deltaPlace = ",\"item_id\":" + Json.of(itemId) + ",\"output_index\":" + output.size()
                + (part == null ? "" : ",\"" + part + "\":0") + ",\"delta\":";
        }
        out.add(deltaBegun).add(Long.toString(sequence++)).add(deltaPlace).quote(text).add(more).add("}\n\n");
    }

    /// Writes the events that say that the held block is done; nothing if none is held.
    ///
    /// @param status of its item
    private void settle(String status) {
        if (!held) return;
        held = false;
        boolean cut = status.equals(OutputItems.INCOMPLETE);
        boolean empty = block instanceof Block.ToolCallBlock call && !call.kind().freeform() && said.length() == 0;
        if (empty && !cut) delta("{}", null);
        boolean spoke = said.length() > 0;
        if (!spoke && block instanceof Block.SummaryBlock) return; // the provider could not make one
        String words = said.take();
        if (!cut || !calls() || typed()) done(words, spoke);
        if (message()) event("response.content_part.done", place().put("part", part(words)));
        Json.Obj item = item(status, words);
        event("response.output_item.done", index().put("item", item));
        output.add(item);
    }

    private void done(String words, boolean spoke) {
        switch (block) {
            case Block.TextBlock _ ->
                event("response.output_text.done", place().put("text", words).put("logprobs", logprobs));
            case Block.RefusalBlock _ -> {
                refusal = true;
                event("response.refusal.done", place().put("refusal", words));
            }
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> {
                if (spoke) event("response.reasoning_summary_text.done", place().put("text", words));
                if (spoke) event("response.reasoning_summary_part.done", place().put("part", part(words)));
            }
            case Block.SearchBlock _ -> { } // it is never held
            case Block.ImageBlock _ -> { } // only the item says so
            case Block.SummaryBlock _ ->
                event("response.output_item.added", index().put("item", item(IN_PROGRESS, words)));
            case Block.ToolCallBlock call when call.kind().typed() ->
                event("response.output_item.added", index().put("item",
                    OutputItems.call(itemId, IN_PROGRESS, callId, call.name(), words, call.kind())));
            case Block.ToolCallBlock call when call.kind().freeform() ->
                event("response.custom_tool_call_input.done", place().put("input", words));
            case Block.ToolCallBlock call ->
                event("response.function_call_arguments.done",
                    place().put("name", call.name()).put("arguments", words));
        }
    }

    private void finish(AnswerEvent.Finished finished) {
        over = true;
        refusal |= held && block instanceof Block.RefusalBlock;
        String incomplete = OutputItems.incomplete(finished.stop(), refusal, context.losses());
        settle(incomplete == null ? OutputItems.COMPLETED : OutputItems.INCOMPLETE);
        Json.Obj response = OutputItems.response(responseId, model, context.created(), "completed", output);
        OutputItems.end(response, incomplete, context.clock().getAsLong(), usage);
        response("response." + response.text("status"), response);
        context.keeper().keep(responseId, output);
    }

    private void fail(ApiError said) {
        over = true;
        ApiError error = OpenAiError.worded(said, OutputItems.ANSWER_LIMIT);
        if (responseId == null) identify();
        if (!calls() && !typed()) settle(OutputItems.INCOMPLETE);
        String code = OpenAiError.code(error) == null ? "server_error" : OpenAiError.code(error);
        event("error", Json.object().put("code", code).put("message", error.message()).put("param",
            error.param() == null ? Json.Null.NULL : Json.of(error.param())));
        Json.Obj response = OutputItems.response(responseId, model, context.created(), "failed", output).put("error",
            Json.object().put("code", OpenAiError.listedCode(error)).put("message", error.message()));
        response("response.failed", response.put("usage", usage == null ? null : ResponsesUsage.write(usage)));
    }

    /// An event with the whole response.
    private void response(String type, Json.Obj response) {
        begin(type).add(",\"response\":");
        String members = response.toString();
        out.add(members, 0, members.length() - 1).add(',').add(echo.text()).add("}}\n\n");
    }

    private void event(String type, Json.Obj members) {
        begin(type).add(',');
        String rest = members.toString();
        out.add(rest, 1, rest.length()).add("\n\n");
    }

    /// Begins an event, which has its number then.
    private Text begin(String type) {
        return out.add(begun(type)).add(Long.toString(sequence++));
    }

    private static String begun(String type) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":";
    }
}
