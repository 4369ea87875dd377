package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.answer.EventData;
import llmrouter.protocol.answer.NamedEventReader;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.text.Ws;

/// Reads `response.created … response.completed`.
///
/// ```
/// response.created  (output_item.added  (part.added  delta*  done  part.done)*  output_item.done)*
///     response.completed | incomplete | failed
/// ```
/// Each part of a message is a block, and so is each call. A reasoning item is one block, each of its parts a
/// paragraph. A block opens with its first text. Text that comes only whole (in a `done` event, or in an item of the
/// last event) counts if no deltas came before it. Items that no other format has (hosted tools) are skipped. Only the
/// last event ends the answer.
final class ResponsesStreamReader implements NamedEventReader.Grammar {
    private final EventData data;
    private final BlockSequencer sequencer;
    private final Map<Long, Item> items = new HashMap<>();
    private boolean started;
    private boolean called;
    private boolean refused;

    /// An output item.
    private static final class Item {
        final String type;
        /// the open block, or null
        BlockSequencer.Place place;
        /// the part that the last delta belonged to, or -1
        long part = -1;
        /// which of a reasoning item's two texts is read: the summary or the reasoning itself
        String voice;
        boolean done;

        Item(String type) {
            this.type = type;
        }
    }

    private ResponsesStreamReader(EventData data, BlockSequencer sequencer) {
        this.data = data;
        this.sequencer = sequencer;
    }

    static StreamReader of(BlockSequencer sequencer) {
        return NamedEventReader.of(sequencer, ResponsesStreamReader::new);
    }

    @Override
    public void end(Consumer<AnswerEvent> out) {
        out.accept(new AnswerEvent.Failed(StreamReader.ENDED_EARLY));
    }

    @Override
    public void take(String type, Json.Obj body, Consumer<AnswerEvent> out) {
        long index = body.number("output_index", 0);
        switch (type) {
            case "response.created", "response.in_progress", "response.queued" -> start(body.object("response"), out);
            case "response.output_item.added" -> added(index, body.object("item"), out);
            case "response.output_text.delta", "response.refusal.delta" -> say(index, body, body.text("delta"), out);
            case "response.output_text.done" -> sayWhole(index, body, body.text("text"), out);
            case "response.refusal.done" -> sayWhole(index, body, body.text("refusal"), out);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                think(index, type, body, out);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                argue(item(index, out), body.text("delta"), out);
            case "response.output_item.done" -> done(index, body.object("item"), out);
            case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
                finish(body.object("response"), out);
            default -> { } // parts that open and close, hosted tools, and event types that the vendor adds later
        }
    }

    private void start(Json.Obj response, Consumer<AnswerEvent> out) {
        if (started) return;
        started = true;
        Json.Obj known = response == null ? Json.object() : response;
        out.accept(new AnswerEvent.Started(known.text("id"), known.text("model"),
            ResponsesUsage.read(known.object("usage"))));
    }

    private void added(long index, Json.Obj json, Consumer<AnswerEvent> out) {
        start(null, out);
        if (json == null || json.text("type") == null) {
            data.senseless("an output item without a type", out);
            return;
        }
        var item = new Item(json.text("type"));
        items.put(index, item);
        switch (item.type) {
            case "message", "reasoning" -> { } // opened by their first text
            case "function_call", "custom_tool_call" -> call(item, json, out);
            default -> out.accept(new AnswerEvent.Skipped("an output item of type " + item.type
                + ", which has no equivalent"));
        }
    }

    private void call(Item item, Json.Obj json, Consumer<AnswerEvent> out) {
        if (Ws.blank(json.text("name"))) {
            out.accept(new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
                "The provider called a tool without a name.")));
            return;
        }
        ToolCallPart call = ResponsesAnswerReader.call(json);
        called = true;
        item.place = sequencer.add(new Block.ToolCallBlock(call.id(), call.name(), call.kind()));
        sequencer.advance(out);
    }

    private Item item(long index, Consumer<AnswerEvent> out) {
        Item item = items.get(index);
        if (item == null) data.senseless("a delta for an output item that is not open", out);
        return item;
    }

    private void say(long index, Json.Obj body, String text, Consumer<AnswerEvent> out) {
        Item item = item(index, out);
        if (item == null || item.done || text == null || text.isEmpty()) return;
        long part = body.number("content_index", 0);
        if (item.place == null || item.part != part) {
            boolean refusal = body.text("type") != null && body.text("type").startsWith("response.refusal");
            refused |= refusal;
            open(item, part, refusal ? new Block.RefusalBlock() : new Block.TextBlock());
        }
        sequencer.delta(item.place, text, out);
        sequencer.advance(out);
    }

    private void open(Item item, long part, Block block) {
        if (item.place != null) sequencer.done(item.place);
        item.place = sequencer.add(block);
        item.part = part;
    }

    private void sayWhole(long index, Json.Obj body, String text, Consumer<AnswerEvent> out) {
        Item item = items.get(index);
        if (item == null || item.part < body.number("content_index", 0)) say(index, body, text, out);
    }

    private void think(long index, String voice, Json.Obj body, Consumer<AnswerEvent> out) {
        Item item = item(index, out);
        String text = body.text("delta");
        if (item == null || item.done || text == null || text.isEmpty()) return;
        long part = body.number("summary_index", body.number("content_index", 0));
        if (item.place == null) {
            item.voice = voice;
            open(item, part, new Block.ThinkingBlock());
        }
        if (!voice.equals(item.voice)) return;
        if (item.part != part) sequencer.delta(item.place, OutputItems.PARAGRAPH, out);
        item.part = part;
        sequencer.delta(item.place, text, out);
        sequencer.advance(out);
    }

    private void argue(Item item, String text, Consumer<AnswerEvent> out) {
        if (item == null || item.place == null || item.done || text == null || text.isEmpty()) return;
        item.part = 0;
        sequencer.delta(item.place, text, out);
        sequencer.advance(out);
    }

    private void done(long index, Json.Obj json, Consumer<AnswerEvent> out) {
        if (!items.containsKey(index)) added(index, json, out);
        Item item = items.get(index);
        if (item == null || item.done || json == null) return;
        var parts = new ArrayList<Part>();
        ResponsesAnswerReader.parts(json, parts, new ArrayList<>());
        for (Part part : parts) sayUnsaid(item, part, out);
        item.done = true;
        if (item.place != null) sequencer.done(item.place);
        sequencer.advance(out);
    }

    /// Reads what the whole item holds beyond its deltas.
    private void sayUnsaid(Item item, Part part, Consumer<AnswerEvent> out) {
        switch (part) {
            case ToolCallPart call -> {
                if (item.part < 0) argue(item, call.arguments(), out);
            }
            case ThinkingPart thinking -> {
                if (item.place == null) whole(item, new Block.ThinkingBlock(), thinking.text(), out);
                if (thinking.seal() != null) sequencer.signature(item.place, thinking.seal(), out);
            }
            case RedactedThinkingPart redacted -> {
                if (item.place == null) whole(item, new Block.RedactedThinkingBlock(redacted.seal()), "", out);
            }
            case TextPart text -> {
                if (item.part < 0) whole(item, new Block.TextBlock(), text.text(), out);
            }
            case RefusalPart refusal -> {
                refused = true;
                if (item.part < 0) whole(item, new Block.RefusalBlock(), refusal.text(), out);
            }
            case ImagePart _, DocumentPart _, AudioPart _, ToolResultPart _ ->
                throw new AssertionError("no output item is read as " + part);
        }
    }

    /// A block that came without deltas; the next part of the item may come without deltas too.
    private void whole(Item item, Block block, String text, Consumer<AnswerEvent> out) {
        open(item, -1, block);
        sequencer.delta(item.place, text, out);
    }

    private void finish(Json.Obj response, Consumer<AnswerEvent> out) {
        start(response, out);
        Json.Obj last = response == null ? Json.object() : response;
        String status = last.text("status");
        boolean failed = "failed".equals(status) || "cancelled".equals(status);
        if (failed || response == null || ErrorReader.isError(last)) {
            out.accept(new AnswerEvent.Failed(ResponsesAnswerReader.failure(last)));
            return;
        }
        long index = 0;
        for (Json item : last.items("output")) {
            if (item instanceof Json.Obj o) done(index++, o, out);
        }
        Usage usage = ResponsesUsage.read(last.object("usage"));
        sequencer.finish(out);
        if (usage != null) out.accept(new AnswerEvent.UsageKnown(usage));
        out.accept(new AnswerEvent.Finished(ResponsesAnswerReader.stop(last).given(called, refused), null));
    }
}
