package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Part.SearchPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.answer.EventData;
import llmrouter.protocol.answer.NamedEventReader;
import llmrouter.protocol.answer.StreamedItem;
import llmrouter.protocol.answer.StreamedItems;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.shape.ResponseEvents;
import llmrouter.protocol.usage.ResponsesUsage;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// Reads `response.created … response.completed`.
///
/// ```
/// response.created  (output_item.added  (part.added  delta*  done  part.done)*  output_item.done)*
///     response.completed | incomplete | failed
/// ```
/// Each part of a message is a block, and so is each call. A reasoning item is one block, each of its parts a
/// paragraph. A block opens with its first text. Of a text that comes whole (in a `done` event, or in an item of the
/// last event) only what its deltas have not told is told: see [StreamedItems]. Items that no other format has (hosted
/// tools) are skipped. Only the last event ends the answer.
final class ResponsesStreamReader implements NamedEventReader.Grammar {
    /// The members of a reasoning item that have text, and so its two voices.
    /// events that a stream begins with
    private static final int BEGINNING = 2;
    private static final String SUMMARY = "summary";
    private static final String CONTENT = "content";
    private static final List<String> MESSAGES = List.of("message");
    private static final List<String> REASONING = List.of("reasoning");
    private static final List<String> CALLS = List.of("function_call", "custom_tool_call");

    private final BlockSequencer sequencer;
    private final StreamedItems items = new StreamedItems();
    private boolean started;
    private boolean called;
    private boolean refused;
    private long held;
    /// what the event taken last has added to its part, if it is a delta of nothing but text; or null
    private String said;
    private StreamedItem.Part saidIn;

    private ResponsesStreamReader(BlockSequencer sequencer) {
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
        said = null;
        switch (type) {
            case "response.created", "response.in_progress", "response.queued" -> start(body.object("response"), out);
            case "response.output_item.added" -> added(body, out);
            case "response.output_text.delta" -> say(body, body.text("delta"), new Block.TextBlock(), out);
            case "response.refusal.delta" -> say(body, body.text("delta"), new Block.RefusalBlock(), out);
            case "response.output_text.done" -> said(body, body.text("text"), new Block.TextBlock(), out);
            case "response.refusal.done" -> said(body, body.text("refusal"), new Block.RefusalBlock(), out);
            case "response.reasoning_summary_text.delta" -> think(body, SUMMARY, body.text("delta"), false, out);
            case "response.reasoning_text.delta" -> think(body, CONTENT, body.text("delta"), false, out);
            case "response.reasoning_summary_text.done" -> think(body, SUMMARY, body.text("text"), true, out);
            case "response.reasoning_text.done" -> think(body, CONTENT, body.text("text"), true, out);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                argue(body, type, body.text("delta"), false, out);
            case "response.function_call_arguments.done" -> argue(body, type, body.text("arguments"), true, out);
            case "response.custom_tool_call_input.done" -> argue(body, type, body.text("input"), true, out);
            case "response.output_text.annotation.added" -> annotate(body, out);
            case "response.content_part.done" -> partDone(body, body.object("part"), out);
            case "response.output_item.done" -> done(body, out);
            case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
                finish(body.object("response"), out);
            case "response" -> whole(body, out);
            default -> { } // parts that open and close, hosted tools, and event types that the vendor adds later
        }
        sequencer.advance(out);
    }

    private void start(Json.Obj response, Consumer<AnswerEvent> out) {
        if (started) return;
        started = true;
        Json.Obj known = response == null ? Json.object() : response;
        out.accept(new AnswerEvent.Started(known.text("id"), known.text("model"),
            ResponsesUsage.read(known.object("usage"))));
    }

    private void added(Json.Obj event, Consumer<AnswerEvent> out) {
        start(null, out);
        Json.Obj json = event.object("item");
        boolean typed = json != null && json.text("type") != null;
        // the events that follow tell what an item without a type is
        if (typed && !items.has(event, json)) begin(event, json, out);
    }

    /// Keeps a new item. A message and reasoning are opened by their first text, an image by the whole item.
    private StreamedItem begin(Json.Obj event, Json.Obj json, Consumer<AnswerEvent> out) {
        var item = new StreamedItem(json.text("type"), json);
        items.add(item, event);
        sequencer.unplaced();
        switch (item.type) {
            case "message", "reasoning", "web_search_call", OutputItems.IMAGE -> { }
            case "function_call", "custom_tool_call" -> {
                item.begin(0, sequencer.add(null));
                name(item, json);
            }
            default -> out.accept(new AnswerEvent.Skipped("an output item of type " + item.type
                + ", which has no equivalent", item.type));
        }
        return item;
    }

    /// Names the tool of a call as soon as it is known.
    private void name(StreamedItem call, Json.Obj json) {
        if (call.place.block() != null || Ws.blank(json.text("name"))) return;
        ToolCallPart part = ResponsesAnswerReader.call(json);
        called = true;
        sequencer.name(call.place, new Block.ToolCallBlock(part.id(), part.name(), part.kind()));
    }

    /// The item that a piece belongs to. Some servers do not tell that an item begins.
    private StreamedItem item(Json.Obj event, List<String> types, String type, Consumer<AnswerEvent> out) {
        start(null, out);
        StreamedItem item = items.ofPiece(event, types);
        if (item != null) return item;
        return begin(event, Json.object().put("type", type).put("id", event.text("item_id")), out);
    }

    private void say(Json.Obj event, String text, Block block, Consumer<AnswerEvent> out) {
        if (text == null || text.isEmpty()) return;
        StreamedItem item = item(event, MESSAGES, "message", out);
        if (item.done) return;
        StreamedItem.Part part = part(event, item);
        if (part == null) part = open(item, index(event, item), block);
        keep(part, text);
        List<Json> logprobs = event.items("logprobs");
        sequencer.delta(part.place, text, logprobs, out);
        if (logprobs.isEmpty()) said(part, text);
    }

    private void said(StreamedItem.Part part, String text) {
        said = text;
        saidIn = part;
    }

    @Override
    public String said() {
        return said != null && saidIn.place.live() ? said : null;
    }

    @Override
    public void again(String words, Consumer<AnswerEvent> out) {
        tell(saidIn, words, out);
    }

    /// A text of a message came whole.
    private void said(Json.Obj event, String text, Block block, Consumer<AnswerEvent> out) {
        if (text == null || text.isEmpty()) return;
        StreamedItem item = item(event, MESSAGES, "message", out);
        if (item.done) return;
        StreamedItem.Part part = part(event, item);
        if (part == null) part = open(item, index(event, item), block);
        complete(part, text, out);
    }

    private void partDone(Json.Obj event, Json.Obj part, Consumer<AnswerEvent> out) {
        if (part == null) return;
        if (part.has("refusal")) said(event, part.text("refusal"), new Block.RefusalBlock(), out);
        else if ("output_text".equals(part.text("type"))) said(event, part.text("text"), new Block.TextBlock(), out);
    }

    /// The part of the item that the event is about, or null if it has not begun.
    private static StreamedItem.Part part(Json.Obj event, StreamedItem item) {
        return item.part(index(event, item));
    }

    /// The number of a part; without one the event is about the part that was begun last.
    private static long index(Json.Obj event, StreamedItem item) {
        long last = item.parts.isEmpty() ? 0 : item.parts.getLast().index;
        return event.number("content_index", event.number("summary_index", last));
    }

    /// Begins a part of a message, which ends the part before it.
    private StreamedItem.Part open(StreamedItem item, long index, Block block) {
        refused |= block instanceof Block.RefusalBlock;
        if (item.place != null) sequencer.done(item.place);
        boolean message = item.parts.isEmpty() && block instanceof Block.TextBlock;
        return item.begin(index, sequencer.add(message ? new Block.TextBlock(true) : block));
    }

    private void tell(StreamedItem.Part part, String text, Consumer<AnswerEvent> out) {
        keep(part, text);
        sequencer.delta(part.place, text, out);
    }

    private void keep(StreamedItem.Part part, String text) {
        part.told(text);
        held += text.length();
    }

    @Override
    public long held() {
        return held;
    }

    /// Tells what a whole text has beyond its pieces.
    private void complete(StreamedItem.Part part, String whole, Consumer<AnswerEvent> out) {
        String rest = part.rest(whole);
        if (rest != null && !rest.isEmpty()) tell(part, rest, out);
    }

    /// A reasoning item is one block; only its last part can get more text.
    private void think(Json.Obj event, String voice, String text, boolean whole, Consumer<AnswerEvent> out) {
        if (text == null || text.isEmpty()) return;
        StreamedItem item = item(event, REASONING, "reasoning", out);
        if (item.voice == null) item.voice = voice;
        if (item.done || !voice.equals(item.voice)) return;
        StreamedItem.Part part = part(event, item);
        if (part == null) part = paragraph(item, index(event, item), out);
        if (part != item.parts.getLast()) return;
        if (whole) {
            complete(part, text, out);
        } else {
            tell(part, text, out);
            said(part, text);
        }
    }

    private StreamedItem.Part paragraph(StreamedItem item, long index, Consumer<AnswerEvent> out) {
        boolean first = item.place == null;
        sequencer.unplaced();
        if (!first) sequencer.delta(item.place, OutputItems.PARAGRAPH, out);
        return item.begin(index, first ? sequencer.add(new Block.ThinkingBlock()) : item.place);
    }

    private void argue(Json.Obj event, String type, String text, boolean whole, Consumer<AnswerEvent> out) {
        if (text == null || text.isEmpty()) return;
        boolean custom = type.startsWith("response.custom");
        StreamedItem item = item(event, CALLS, custom ? "custom_tool_call" : "function_call", out);
        if (item.done) return;
        StreamedItem.Part part = item.parts.getFirst();
        if (whole) {
            complete(part, text, out);
        } else {
            tell(part, text, out);
            said(part, text);
        }
    }

    private void done(Json.Obj event, Consumer<AnswerEvent> out) {
        start(null, out);
        Json.Obj json = event.object("item");
        if (json == null || json.text("type") == null) {
            EventData.senseless("an output item without a type", sequencer, out);
            return;
        }
        StreamedItem known = items.ofWhole(event, json);
        StreamedItem item = known == null ? begin(event, json, out) : known;
        whole(item, json, out);
        // the last event may have the rest of a call
        if (item.place != null && (!item.isCall() || ended(item))) sequencer.done(item.place);
    }

    private static boolean ended(StreamedItem call) {
        return call.place.block() instanceof Block.ToolCallBlock block
            && (block.kind().freeform() || OutputItems.ended(block.kind(), call.parts.getFirst().toString()));
    }

    /// Tells what a whole item has beyond its pieces.
    private void whole(StreamedItem item, Json.Obj json, Consumer<AnswerEvent> out) {
        switch (item.type) {
            case "message" -> message(item, json, out);
            case "reasoning" -> reasoning(item, json, out);
            case "function_call", "custom_tool_call" -> {
                name(item, json);
                for (String words : StreamedItem.texts(json)) complete(item.parts.getFirst(), words, out);
            }
            case "web_search_call" -> search(item, json, out);
            case OutputItems.IMAGE -> {
                Source image = OutputItems.image(json);
                if (image != null && item.place == null) item.place = sequencer.add(new Block.ImageBlock(image));
            }
            default -> { }
        }
        item.done = true;
    }

    private void search(StreamedItem item, Json.Obj json, Consumer<AnswerEvent> out) {
        if (item.done) return;
        if (ResponsesAnswerReader.search(json) instanceof SearchPart search) {
            item.place = sequencer.add(new Block.SearchBlock(search));
            sequencer.done(item.place);
        } else {
            out.accept(new AnswerEvent.Skipped("a web_search_call without a query", item.type));
        }
    }

    private void annotate(Json.Obj event, Consumer<AnswerEvent> out) {
        StreamedItem item = items.ofPiece(event, MESSAGES);
        if (item == null || item.done || !(part(event, item) instanceof StreamedItem.Part part)) return;
        part.annotations++;
        cite(part, event.object("annotation"), out);
    }

    private void cite(StreamedItem.Part part, Json annotation, Consumer<AnswerEvent> out) {
        if (UrlCitations.read(annotation) instanceof Citation citation) sequencer.cite(part.place, citation, out);
        else out.accept(new AnswerEvent.Skipped("an annotation that is not of a URL", "annotations"));
    }

    /// Tells the annotations of a whole part that were not told.
    private void cite(StreamedItem.Part part, List<Json> annotations, Consumer<AnswerEvent> out) {
        for (int i = part.annotations; i < annotations.size(); i++) cite(part, annotations.get(i), out);
        part.annotations = Math.max(part.annotations, annotations.size());
    }

    /// Texts of which nothing was told are told now. If fewer are new than were told in other words, they are those.
    private void message(StreamedItem item, Json.Obj json, Consumer<AnswerEvent> out) {
        var told = new ArrayList<>(item.parts);
        var untold = new ArrayList<Json.Obj>();
        for (Json.Obj whole : json.objects("content")) {
            String words = words(whole);
            StreamedItem.Part part = words == null ? null : begun(told, words);
            if (part != null) {
                complete(part, words, out);
                cite(part, whole.items("annotations"), out);
            } else if (words != null) {
                untold.add(whole);
            }
            told.remove(part);
        }
        for (Json.Obj whole : untold.subList(Math.min(told.size(), untold.size()), untold.size())) {
            if (sequencer.overfull() != null) return;
            Block block = whole.has("refusal") ? new Block.RefusalBlock() : new Block.TextBlock();
            StreamedItem.Part part = open(item, item.parts.size(), block);
            keep(part, words(whole));
            sequencer.delta(part.place, words(whole), whole.items("logprobs"), out);
            cite(part, whole.items("annotations"), out);
        }
    }

    /// The text of a message's part, or null if it is empty.
    private static String words(Json.Obj part) {
        String words = part.text(part.has("refusal") ? "refusal" : "text");
        return words == null || words.isEmpty() ? null : words;
    }

    private static StreamedItem.Part begun(List<StreamedItem.Part> told, String whole) {
        for (StreamedItem.Part part : told) {
            if (part.rest(whole) != null) return part;
        }
        return null;
    }

    private void reasoning(StreamedItem item, Json.Obj json, Consumer<AnswerEvent> out) {
        if (item.voice == null) item.voice = json.items(SUMMARY).isEmpty() ? CONTENT : SUMMARY;
        List<String> texts = StreamedItem.texts(json.items(item.voice), "text");
        for (int i = Math.max(0, item.parts.size() - 1); i < texts.size(); i++) {
            if (i < item.parts.size()) complete(item.parts.get(i), texts.get(i), out);
            else tell(paragraph(item, i, out), texts.get(i), out);
        }
        Seal seal = Seal.raw(json.text("encrypted_content"), Seal.Kind.REASONING);
        if (seal == null) return;
        if (item.place == null) item.place = sequencer.add(new Block.ThinkingBlock());
        sequencer.signature(item.place, seal, out);
    }

    /// Some servers send the response itself, in place of events or behind them.
    private void whole(Json.Obj response, Consumer<AnswerEvent> out) {
        boolean over = switch (response.text("status")) {
            case "completed", "incomplete", "failed", "cancelled" -> true;
            case null, default -> false;
        };
        if (!over) start(response, out);
        else finish(response, out);
    }

    @Override
    public List<SseEvent> telling(Json.Obj body) {
        boolean response = body.text("type") == null && "response".equals(body.text("object"));
        boolean over = "completed".equals(body.text("status")) || "incomplete".equals(body.text("status"));
        if (!response || !over || ErrorReader.isError(body)) return null;
        List<SseEvent> all = ResponseEvents.of(body);
        return all.subList(sequencer.last() != null ? all.size() - 1 : started ? BEGINNING : 0, all.size());
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
        last(last.objects("output"), out);
        if (sequencer.overfull() != null) return;
        Usage usage = ResponsesUsage.read(last.object("usage"));
        sequencer.finish(out);
        if (items.unnamedCall()) {
            out.accept(new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
                "The provider called a tool without a name.")));
        }
        if (usage != null) out.accept(new AnswerEvent.UsageKnown(usage));
        out.accept(new AnswerEvent.Finished(ResponsesAnswerReader.stop(last).given(called, refused), null));
    }

    private void last(List<Json.Obj> output, Consumer<AnswerEvent> out) {
        output.removeIf(item -> item.text("type") == null);
        List<StreamedItem> streamed = items.ofLast(output);
        for (int i = 0; i < output.size(); i++) {
            Json.Obj json = output.get(i);
            StreamedItem item = streamed.get(i);
            if (sequencer.overfull() != null) return;
            whole(item == null ? begin(Json.object(), json, out) : item, json, out);
        }
    }
}
