package llmrouter.protocol.messages;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.errors.AnthropicError;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.ImageLink;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.protocol.usage.MessagesUsage;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

/// Writes `message_start … message_stop`, each event with its `event` field, without which the vendor's own clients
/// drop it. `message_start` is often sent before the provider has counted the prompt: then it has an estimate of the
/// input tokens, and `message_delta` has the count. Clients book the cost of a message from the start.
final class MessagesStreamWriter implements StreamWriter {
    private final AnswerContext context;
    private final AnswerIds ids;
    /// where the event goes that is being written
    private Text out;
    private boolean over;
    private int index = -1;
    private Block block;
    /// what stands before the words of a delta of the open block; null until one comes
    private String begun;
    private Text refusal;
    private Usage usage;

    MessagesStreamWriter(AnswerContext context) {
        this.context = context;
        this.ids = new AnswerIds(context.requestId(), "toolu_");
    }

    @Override
    public void write(AnswerEvent event, Text to) {
        if (over) return;
        out = to;
        switch (event) {
            case AnswerEvent.Started start -> start(start);
            case AnswerEvent.Opened opened -> open(opened.block());
            case AnswerEvent.Delta delta -> delta(delta.text());
            case AnswerEvent.Signature signed -> delta("signature_delta", "signature", signed.seal().field());
            case AnswerEvent.Cited(var citation) -> cite(citation);
            case AnswerEvent.Closed _ -> {
                if (!(block instanceof Block.ImageBlock)) indexed("content_block_stop").add("}\n\n");
            }
            case AnswerEvent.UsageKnown known -> usage = known.usage();
            case AnswerEvent.Finished finished -> finish(finished);
            case AnswerEvent.Failed failed -> {
                over = true;
                out.add(AnthropicError.writeEvent(failed.error(), context.requestId()));
            }
            case AnswerEvent.Skipped _ -> { }
        }
    }

    @Override
    public long held() {
        return refusal == null ? 0 : refusal.length();
    }

    private void start(AnswerEvent.Started start) {
        usage = start.usage() != null && start.usage().prompt() > 0 ? start.usage()
            : new Usage(context.promptTokens().getAsLong(), 0, 0, 0, 0);
        var message = Json.object()
            .put("id", ids.answer("msg_", start.id()))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", start.model() != null ? start.model() : context.model())
            .put("content", Json.array())
            .put("stop_reason", Json.Null.NULL)
            .put("stop_sequence", Json.Null.NULL)
            .put("stop_details", Json.Null.NULL)
            .put("container", Json.Null.NULL)
            .put("diagnostics", Json.Null.NULL)
            .put("usage", MessagesUsage.write(usage));
        event(Json.object().put("type", "message_start").put("message", message));
    }

    /// A citation stands on the whole block, because its text has been sent.
    private void cite(Citation citation) {
        indexed("content_block_delta").add(",\"delta\":{\"type\":\"citations_delta\",\"citation\":");
        SearchBlocks.citation(citation).writeTo(out);
        out.add("}}\n\n");
    }

    /// The search and its result; the result stays open.
    private void search(Part.SearchPart search) {
        String id = SearchBlocks.id(index, ids.answer("", null));
        begin(SearchBlocks.use(id, Json.object()));
        delta("input_json_delta", "partial_json", SearchBlocks.input(search).toString());
        indexed("content_block_stop").add("}\n\n");
        index++;
        begin(SearchBlocks.result(id, search));
    }

    private void begin(Json.Obj content) {
        event(Json.object().put("type", "content_block_start").put("index", index).put("content_block", content));
    }

    private void open(Block opened) {
        block = opened;
        begun = null;
        if (opened instanceof Block.ImageBlock image) {
            image(image);
            return;
        }
        index++;
        var content = Json.object();
        switch (opened) {
            case Block.SearchBlock(var search) -> {
                search(search);
                return;
            }
            case Block.TextBlock _ -> content.put("type", "text").put("text", "");
            case Block.SummaryBlock _ -> content.put("type", "compaction").put("content", Json.Null.NULL)
                .put("encrypted_content", Json.Null.NULL);
            case Block.RefusalBlock _ -> {
                content.put("type", "text").put("text", "");
                refusal = new Text();
            }
            case Block.ThinkingBlock _ -> content.put("type", "thinking").put("thinking", "").put("signature", "");
            case Block.RedactedThinkingBlock redacted ->
                content.put("type", "redacted_thinking").put("data", redacted.seal().field());
            case Block.ToolCallBlock tool ->
                content.put("type", "tool_use").put("id", ids.call(tool.id())).put("name", tool.name()).put("input",
                    Json.object()).put("caller", Callers.model());
            case Block.ImageBlock _ -> throw new IllegalStateException("written as text");
        }
        begin(content);
    }

    /// An answer of this format has no images; a text with its address stands for one that has an address.
    private void image(Block.ImageBlock image) {
        String link = ImageLink.of(image.source(), context.losses());
        if (link == null) return;
        open(new Block.TextBlock());
        delta(link);
        indexed("content_block_stop").add("}\n\n");
        block = image;
    }

    private void delta(String text) {
        switch (block) {
            case Block.TextBlock _ -> words("text_delta", "text", text);
            case Block.RefusalBlock _ -> {
                refusal.add(text);
                words("text_delta", "text", text);
            }
            case Block.ThinkingBlock _, Block.RedactedThinkingBlock _ -> words("thinking_delta", "thinking", text);
            case Block.ToolCallBlock _ -> words("input_json_delta", "partial_json", text);
            case Block.SummaryBlock _ -> summary(text);
            case Block.SearchBlock _ -> { } // it was told when it was opened
            case Block.ImageBlock _ -> { } // has no text
        }
    }

    /// A summary comes in one piece.
    private void summary(String words) {
        indexed("content_block_delta").add(",\"delta\":{\"type\":\"compaction_delta\",\"content\":").quote(words)
            .add(",\"encrypted_content\":").quote(new Seal(Seal.Kind.SUMMARY, null, words).text()).add("}}\n\n");
    }

    private void words(String type, String member, String text) {
        if (begun == null) begun = begun(type, member);
        out.add(begun).quote(text).add("}}\n\n");
    }

    private void delta(String type, String member, String text) {
        out.add(begun(type, member)).quote(text).add("}}\n\n");
    }

    private String begun(String type, String member) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":" + index
            + ",\"delta\":{\"type\":\"" + type + "\",\"" + member + "\":";
    }

    private Text indexed(String type) {
        return out.add("event: ").add(type).add("\ndata: {\"type\":\"").add(type).add("\",\"index\":")
            .add(Integer.toString(index));
    }

    private void finish(AnswerEvent.Finished finished) {
        over = true;
        var delta = Json.object()
            .put("stop_reason", StopReasonNames.write(finished.stop()))
            .put("stop_sequence", finished.stopSequence() == null ? Json.Null.NULL : Json.of(finished.stopSequence()))
            .put("stop_details", MessagesAnswerWriter.details(finished.stop(), refusal == null ? null
                : refusal.toString()))
            .put("container", Json.Null.NULL);
        event(Json.object().put("type", "message_delta").put("delta", delta).put("usage", MessagesUsage.delta(usage)));
        event(Json.object().put("type", "message_stop"));
    }

    private void event(Json.Obj data) {
        SseEncoder.write(data.text("type"), data.toString(), out);
    }
}
