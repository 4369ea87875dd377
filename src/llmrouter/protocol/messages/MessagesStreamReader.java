package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Citation;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonSize;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.answer.EventData;
import llmrouter.protocol.answer.EventSize;
import llmrouter.protocol.answer.NamedEventReader;
import llmrouter.protocol.answer.ToolInput;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.protocol.shape.MessageEvents;
import llmrouter.protocol.usage.MessagesUsage;
import llmrouter.sse.SseEvent;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Reads `message_start … message_stop`.
///
/// ```
/// message_start  (content_block_start  content_block_delta*  content_block_stop)*  message_delta+  message_stop
/// ```
/// The answer is complete when a stop reason has come: some providers leave out `message_stop`, and nothing of the
/// answer follows the reason. Without a stop reason any end is a failure, `message_stop` included. Blocks that no other
/// format has (server tools and their results) are skipped.
final class MessagesStreamReader implements NamedEventReader.Grammar {
    /// events of the end of a stream
    private static final int END = 2;

    private final BlockSequencer sequencer;
    private final Map<Long, Open> blocks = new HashMap<>();
    /// what was searched, by the ids of searches without a result
    private final Map<String, String> queries = new HashMap<>();
    private boolean started;
    private boolean called;
    /// whether the last block was left out
    private boolean left;
    /// of a message that came whole; told if no event tells of a block
    private List<Json.Obj> whole = List.of();
    private boolean opened;
    /// what is kept of blocks that are open and of searches, in characters
    private long kept;
    private Usage usage;
    private StopReason stop;
    private String stopSequence;
    /// what the event taken last has added to its block, if it is a delta of nothing but text; or null
    private String said;
    private Open saidIn;

    /// A block between its start and its stop; without a place if it is skipped.
    private static final class Open {
        final BlockSequencer.Place place;
        /// a tool call's arguments or a summary, as its start gave them, which count only if no deltas come; all of a
        /// search's input
        final Text input = new Text();

        /// how long the text is
        int length;
        /// of a text
        final List<Json> citations = new ArrayList<>();
        /// of a search of the web, which its result tells of
        final String search;
        /// what is kept of the input and of the citations, in characters
        long kept;

        Open(BlockSequencer.Place place) {
            this.place = place;
            search = null;
        }

        Open(String search, Json.Obj input) {
            this.place = null;
            this.search = search;
            if (input != null && !input.members().isEmpty()) this.input.add(input.toString());
        }
    }

    private MessagesStreamReader(BlockSequencer sequencer) {
        this.sequencer = sequencer;
    }

    static StreamReader of(BlockSequencer sequencer) {
        return NamedEventReader.of(sequencer, MessagesStreamReader::new);
    }

    @Override
    public long held() {
        return kept;
    }

    @Override
    public void end(Consumer<AnswerEvent> out) {
        if (stop == null) {
            out.accept(new AnswerEvent.Failed(StreamReader.ENDED_EARLY));
            return;
        }
        finishBlocks(out);
        if (sequencer.overfull() != null) return;
        out.accept(new AnswerEvent.Finished(stop.given(called, false), stopSequence));
    }

    @Override
    public void take(String type, Json.Obj body, Consumer<AnswerEvent> out) {
        said = null;
        switch (type) {
            case "message_start" -> start(body.object("message"), out);
            case "message" -> whole(body, out);
            case "content_block_start" -> open(body.number("index", 0), body.object("content_block"), out);
            case "content_block_delta" -> delta(body.number("index", 0), body.object("delta"), out);
            case "content_block_stop" -> close(body.number("index", 0), out);
            case "message_delta" -> messageDelta(body, out);
            case "message_stop" -> end(out);
            default -> { } // ping, and event types that the vendor adds later
        }
    }

    @Override
    public String said() {
        return said != null && saidIn.place.live() ? said : null;
    }

    @Override
    public void again(String words, Consumer<AnswerEvent> out) {
        say(saidIn, words, out);
    }

    @Override
    public List<SseEvent> telling(Json.Obj body) {
        boolean whole = "message".equals(body.text("type")) && body.get("content") instanceof Json.Arr;
        if (!whole || ErrorReader.isError(body)) return null;
        List<SseEvent> all = MessageEvents.of(body);
        if (stop != null) return List.of();
        return all.subList(opened ? all.size() - END : started ? 1 : 0, all.size());
    }

    private void start(Json.Obj message, Consumer<AnswerEvent> out) {
        if (started) return;
        started = true;
        if (message == null) message = Json.object();
        wholly(message.objects("content"));
        usage = MessagesUsage.read(message.object("usage"), null);
        out.accept(new AnswerEvent.Started(message.text("id"), message.text("model"), usage));
        if (usage != null) out.accept(new AnswerEvent.UsageKnown(usage));
    }

    private void wholly(List<Json.Obj> content) {
        whole = content;
        for (Json.Obj block : content) kept += EventSize.PART + JsonSize.most(block);
    }

    /// Some providers send the message itself in place of events, or behind them.
    private void whole(Json.Obj message, Consumer<AnswerEvent> out) {
        start(message, out);
        wholly(message.objects("content"));
        Json.Obj delta = message.text("stop_reason") != null ? message : Json.object().put("stop_reason", "end_turn");
        messageDelta(Json.object().put("delta", delta).put("usage", message.get("usage")), out);
    }

    private void open(long index, Json.Obj content, Consumer<AnswerEvent> out) {
        start(null, out);
        opened = true;
        if (content == null) {
            EventData.senseless("a content_block_start without a content_block", sequencer, out);
            return;
        }
        close(index, out);
        if (SearchBlocks.isSearch(content)) {
            sequencer.unplaced();
            blocks.put(index, new Open(content.text("id"), content.object("input")));
            left = true;
            return;
        }
        Block block = block(content);
        if (block == null) {
            out.accept(new AnswerEvent.Skipped("a content block of type " + content.text("type")
                + ", which has no equivalent", content.text("type")));
            sequencer.unplaced();
            blocks.put(index, new Open(null));
            left = true;
            return;
        }
        left = false;
        var open = new Open(sequencer.add(block));
        blocks.put(index, open);
        called |= block instanceof Block.ToolCallBlock;
        if (content.object("input") instanceof Json.Obj input && !input.members().isEmpty()) {
            begun(open, ToolInput.text(input));
        }
        if (content.text("content") instanceof String summary) begun(open, summary);
        say(open, content.text("text"), out);
        say(open, content.text("thinking"), out);
        sign(open, content.text("signature"), out);
        sequencer.advance(out);
    }

    /// What a start gives of a block's input.
    private void begun(Open open, String input) {
        open.input.take();
        open.input.add(input);
        kept(open, input.length());
    }

    private Block block(Json.Obj content) {
        return switch (content.text("type")) {
            case "text" -> new Block.TextBlock(left);
            case "thinking" -> new Block.ThinkingBlock();
            case "redacted_thinking" ->
                new Block.RedactedThinkingBlock(new Seal(Seal.Kind.REDACTED, "",
                    content.text("data") == null ? "" : content.text("data")));
            case "compaction" -> new Block.SummaryBlock();
            case SearchBlocks.RESULT ->
                new Block.SearchBlock(SearchBlocks.result(content, queries.remove(content.text("tool_use_id"))));
            case "tool_use" ->
                Ws.blank(content.text("name")) ? null : new Block.ToolCallBlock(content.text("id"),
                    content.text("name"));
            case null, default -> null;
        };
    }

    private void delta(long index, Json.Obj delta, Consumer<AnswerEvent> out) {
        if (delta == null) return; // null brings nothing
        String type = delta.text("type") == null ? "" : delta.text("type");
        Open open = openFor(index, type, out);
        if (open == null) return;
        if (type.equals("citations_delta") && delta.object("citation") instanceof Json.Obj citation) {
            cited(open, citation);
        }
        String text = switch (type) {
            case "text_delta" -> delta.text("text");
            case "thinking_delta" -> delta.text("thinking");
            case "signature_delta" -> delta.text("signature");
            case "compaction_delta" -> delta.text("content");
            case "input_json_delta" -> ToolInput.text(delta.get("partial_json"));
            default -> null; // delta types that the vendor adds later
        };
        if (text != null && open.search != null) {
            open.input.add(text);
            kept(open, text.length());
        }
        if (text == null || open.place == null) return;
        if (type.equals("signature_delta")) {
            sign(open, text, out);
            return;
        }
        say(open, text, out);
        boolean simple = switch (type) {
            case "text_delta", "thinking_delta" -> true;
            case "input_json_delta" -> delta.get("partial_json") instanceof Json.Str;
            default -> false; // a summary without words is sealed
        };
        said = simple ? text : null;
        saidIn = open;
    }

    /// The block that a delta belongs to. Text and thinking whose block is not open, or is of another type, begin one;
    /// null if another delta has no block.
    private Open openFor(long index, String type, Consumer<AnswerEvent> out) {
        Open open = blocks.get(index);
        if (open != null && (open.place == null || fits(type, open.place.block()))) return open;
        String block = switch (type) {
            case "text_delta", "citations_delta" -> "text";
            case "thinking_delta", "signature_delta" -> "thinking";
            case "input_json_delta", "compaction_delta" -> null;
            default -> ""; // delta types that the vendor adds later
        };
        if (block == null) EventData.senseless("a delta of the type " + type + " without its block", sequencer, out);
        if (block == null || block.isEmpty()) return null;
        open(index, Json.object().put("type", block), out);
        sequencer.mayEnd(blocks.get(index).place); // its end may not be told either
        return blocks.get(index);
    }

    private static boolean fits(String type, Block block) {
        return switch (block) {
            case Block.TextBlock _ -> type.equals("text_delta") || type.equals("citations_delta");
            case Block.ThinkingBlock _ -> type.equals("thinking_delta") || type.equals("signature_delta");
            case Block.ToolCallBlock _ -> type.equals("input_json_delta");
            case Block.SummaryBlock _ -> type.equals("compaction_delta");
            case Block.RedactedThinkingBlock _, Block.RefusalBlock _, Block.ImageBlock _, Block.SearchBlock _ -> false;
        };
    }

    private void say(Open open, String text, Consumer<AnswerEvent> out) {
        if (text == null || text.isEmpty()) return;
        open.input.take();
        open.length += text.length();
        sequencer.delta(open.place, text, out);
    }

    private void sign(Open open, String signature, Consumer<AnswerEvent> out) {
        if (signature == null || signature.isEmpty()) return;
        sequencer.signature(open.place, new Seal(Seal.Kind.SIGNATURE, "", signature), out);
    }

    private void close(long index, Consumer<AnswerEvent> out) {
        Open open = blocks.remove(index);
        if (open != null) kept -= open.kept;
        if (open != null && open.search != null) searched(open.search, SearchBlocks.query(open.input.take()));
        if (open == null || open.place == null) return;
        say(open, open.input.take(), out);
        cite(open, out);
        sequencer.done(open.place);
        sequencer.advance(out);
    }

    private void searched(String id, String query) {
        if (query != null) kept += query.length();
        queries.put(id, query);
    }

    private void kept(Open open, long more) {
        open.kept += more;
        kept += more;
    }

    /// Citations stand in the block itself if it came whole.
    private void cited(Json.Obj content, Open open) {
        if (open == null) return;
        for (Json citation : content.items("citations")) cited(open, citation);
    }

    private void cited(Open open, Json citation) {
        open.citations.add(citation);
        kept(open, EventSize.PART + JsonSize.most(citation));
    }

    /// A citation is about the whole text of its block.
    private void cite(Open open, Consumer<AnswerEvent> out) {
        for (Json json : open.citations) {
            if (SearchBlocks.citation(json, open.length) instanceof Citation citation) {
                sequencer.cite(open.place, citation, out);
            } else {
                out.accept(new AnswerEvent.Skipped("a citation of something that is not a page", "citations"));
            }
        }
    }

    private void finishBlocks(Consumer<AnswerEvent> out) {
        List<Json.Obj> untold = opened ? List.of() : whole;
        for (int i = 0; i < untold.size() && sequencer.overfull() == null; i++) {
            open(i, untold.get(i), out);
            cited(untold.get(i), blocks.get((long) i));
            close(i, out);
        }
        for (long index : List.copyOf(blocks.keySet())) close(index, out);
        if (!queries.isEmpty()) {
            out.accept(new AnswerEvent.Skipped("a search of the web without a result", "server_tool_use"));
            queries.clear();
        }
        sequencer.finish(out);
    }

    private void messageDelta(Json.Obj body, Consumer<AnswerEvent> out) {
        start(null, out);
        Usage before = usage;
        usage = MessagesUsage.read(body.object("usage"), usage);
        if (usage != before) out.accept(new AnswerEvent.UsageKnown(usage));
        Json.Obj delta = body.object("delta");
        if (delta == null || !(delta.text("stop_reason") instanceof String word)) return;
        finishBlocks(out);
        stop = StopReasonNames.read(word);
        stopSequence = stop.given(called, false) == StopReason.STOP_SEQUENCE ? delta.text("stop_sequence") : null;
        if (stop == StopReason.REFUSAL) explain(delta.object("stop_details"), out);
    }

    /// The reason why the model declined is a member beside the content.
    private void explain(Json.Obj details, Consumer<AnswerEvent> out) {
        if (details == null || !(details.text("explanation") instanceof String words) || words.isEmpty()) return;
        out.accept(new AnswerEvent.Opened(new Block.RefusalBlock()));
        out.accept(new AnswerEvent.Delta(words));
        out.accept(new AnswerEvent.Closed());
    }
}
