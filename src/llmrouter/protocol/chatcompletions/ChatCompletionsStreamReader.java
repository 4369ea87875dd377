package llmrouter.protocol.chatcompletions;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Citation;
import llmrouter.chat.ApiError;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.answer.EventData;
import llmrouter.protocol.answer.FinishReasonNames;
import llmrouter.protocol.answer.StreamEnd;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.usage.ChatCompletionsUsage;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// Reads `chat.completion.chunk` events; of several choices it reads only the one that comes first, and of the others
/// only whether they have ended.
///
/// The format does not say where a block ends, so a block ends where another begins (see [BlockSequencer] for calls
/// that interleave). The finish reason is not the end, since usage may follow: the end is `[DONE]`, the usage chunk
/// (`choices: []`) after the finish, or the end of the stream. Without a finish reason any end is a failure, `[DONE]`
/// included, because some gateways close broken streams that way.
final class ChatCompletionsStreamReader implements StreamReader {
    /// Further choices are not tracked.
    private static final int MOST_CHOICES = 4096;
    private static final Block THINKING = new Block.ThinkingBlock();
    private static final Block TEXT = new Block.TextBlock();
    private static final Block REFUSAL = new Block.RefusalBlock();

    private final EventData data = new EventData();
    private final BlockSequencer sequencer;
    private final ToolCallDeltas calls;
    private final ReasoningDetails details = new ReasoningDetails();
    /// of the message's text, or null
    private Json.Obj extra;
    /// the index of the choice that is read; -1 until it is known
    private long first = -1;
    /// choices beside it that have begun and not finished
    private final Set<Long> unfinished = new HashSet<>();
    private final WholeMessages messages = new WholeMessages();
    private final StreamEnd end = new StreamEnd();
    /// whether the chunk says that it is none of the older completions, whose clients want a text
    private boolean chat;
    private boolean started;
    private boolean refused;
    private StopReason stop;
    private String stopSequence;
    /// the only thing that the event read last has said, or null
    private MessageContent said;

    ChatCompletionsStreamReader(BlockSequencer sequencer) {
        this.sequencer = sequencer;
        this.calls = new ToolCallDeltas(sequencer);
    }

    @Override
    public void read(SseEvent event, Consumer<AnswerEvent> sink) {
        said = null;
        if (end.over() || event.data() == null) return;
        if (EventData.isEnd(event.data())) {
            data.end(event);
            end(sink);
            return;
        }
        Consumer<AnswerEvent> out = end.before(sink);
        List<Json.Obj> chunks = data.read(event, out);
        for (Json.Obj chunk : chunks) {
            if (end.over()) break;
            if (ErrorReader.isError(chunk) || "error".equals(event.name())) {
                out.accept(new AnswerEvent.Failed(ErrorReader.of(0, chunk)));
            } else {
                chunk(chunk, out);
            }
        }
        if (end.over() || chunks.size() > 1) said = null;
    }

    @Override
    public String said() {
        BlockSequencer.Place last = said == null ? null : sequencer.last();
        return last != null && last.live() ? said.text() : null;
    }

    @Override
    public void again(String words, Consumer<AnswerEvent> out) {
        messages.streamed(said.kind(), words);
        sequencer.delta(sequencer.last(), words, out);
    }

    @Override
    public List<SseEvent> corrected() {
        return data.corrected();
    }

    @Override
    public long held() {
        return sequencer.held() + details.held() + messages.held();
    }

    @Override
    public void end(Consumer<AnswerEvent> sink) {
        finish(end.before(sink));
    }

    private void finish(Consumer<AnswerEvent> out) {
        if (stop != null && unfinished.isEmpty()) {
            out.accept(new AnswerEvent.Finished(stop.given(calls.any(), refused), stopSequence));
        } else {
            out.accept(new AnswerEvent.Failed(ENDED_EARLY));
        }
    }

    private void chunk(Json.Obj chunk, Consumer<AnswerEvent> out) {
        Usage usage = usage(chunk);
        chat = chunk.text("object") instanceof String object && object.startsWith("chat.");
        for (Json.Obj choice : chunk.objects("choices")) {
            if (end.over()) return;
            if (first < 0) first = choice.number("index", 0);
            if (choice.number("index", 0) != first) {
                further(choice, out);
                continue;
            }
            if (!started) out.accept(new AnswerEvent.Started(chunk.text("id"), chunk.text("model"), usage));
            started = true;
            choice(choice, out);
        }
        if (usage != null) out.accept(new AnswerEvent.UsageKnown(usage));
        if (usage != null || chunk.items("choices").size() > 1) said = null;
        if (!chunk.has("choices")) end.mayExplain(chunk);
        if (usage != null && stop != null && chunk.items("choices").isEmpty()) finish(out);
    }

    /// A choice after the first.
    private void further(Json.Obj choice, Consumer<AnswerEvent> out) {
        long index = choice.number("index", 0);
        String word = choice.text("finish_reason");
        if (!Ws.blank(word)) unfinished.remove(index);
        else if (unfinished.size() < MOST_CHOICES) unfinished.add(index);
        end.hasPart();
        fail(choice, word, out);
    }

    /// An error inside a choice, or a finish reason that means one.
    private void fail(Json.Obj choice, String word, Consumer<AnswerEvent> out) {
        ApiError failure = ChatCompletionsAnswerReader.failure(choice, word);
        if (failure != null) out.accept(new AnswerEvent.Failed(failure));
    }

    /// Providers give usage in the chunk, as the vendor does, in the choice, or in a member of their own.
    private static Usage usage(Json.Obj chunk) {
        Json.Obj usage = chunk.object("usage");
        if (usage == null && chunk.object("x_groq") instanceof Json.Obj own) usage = own.object("usage");
        for (Json item : chunk.items("choices")) {
            if (usage == null && item instanceof Json.Obj choice) usage = choice.object("usage");
        }
        return ChatCompletionsUsage.read(usage);
    }

    private void choice(Json.Obj choice, Consumer<AnswerEvent> out) {
        String word = choice.text("finish_reason");
        said(choice, !Ws.blank(word), out);
        fail(choice, word, out);
        if (sequencer.overfull() instanceof ApiError error) {
            out.accept(new AnswerEvent.Failed(error));
        } else if (!Ws.blank(word) && !end.over()) {
            finish(word, choice.text("stop_reason"), out);
        }
    }

    /// Reads what a choice says: in its delta, in a message in place of it, or as older completions do.
    private void said(Json.Obj choice, boolean finished, Consumer<AnswerEvent> out) {
        Json.Obj delta = choice.object("delta");
        Json.Obj message = choice.object("message");
        boolean whole = message != null && (delta == null || !WholeMessages.hasDelta(delta));
        if (whole) {
            Json.Obj untold = messages.delta(message, finished);
            if (delta == null || WholeMessages.hasDelta(untold)) data.change();
            delta = untold;
            choice.put("delta", delta);
        } else if (delta != null) {
            messages.streamed(delta);
        }
        if (delta != null) delta(delta, whole, logprobs(choice), out);
        else bare(choice, out);
    }

    /// A text where the format has an object. Clients of the format get it as they read it.
    private void bare(Json.Obj choice, Consumer<AnswerEvent> out) {
        String words = choice.text(choice.text("delta") == null ? "text" : "delta");
        if (words == null) return;
        if (chat || choice.has("delta")) {
            choice.put("delta", Json.object().put("content", words));
            data.change();
        }
        text(TEXT, words, List.of(), out);
    }

    private static List<Json> logprobs(Json.Obj choice) {
        return choice.object("logprobs") instanceof Json.Obj known ? known.items("content") : List.of();
    }

    /// @param logprobs of the text's tokens; empty if they are not known
    /// @param whole    whether it was made of a whole message
    private void delta(Json.Obj delta, boolean whole, List<Json> logprobs, Consumer<AnswerEvent> out) {
        if (!sequencer.isWatched()) {
            details.add(delta.items(ReasoningDetails.NAME));
            if (MessageContent.extra(delta) instanceof Json.Obj signed) extra = signed;
        }
        List<MessageContent> pieces = MessageContent.of(delta);
        for (MessageContent piece : pieces) {
            if (sequencer.overfull() != null) return;
            if (!whole) messages.streamed(piece.kind(), piece.text());
            refused |= piece.kind() == MessageContent.Kind.REFUSAL;
            text(switch (piece.kind()) {
                case THINKING -> THINKING;
                case TEXT -> TEXT;
                case REFUSAL -> REFUSAL;
            }, piece.text(), piece.kind() == MessageContent.Kind.TEXT ? logprobs : List.of(), out);
        }
        for (Source image : OutputImages.of(delta)) {
            if (sequencer.overfull() != null) return;
            sealThinking(out);
            sequencer.done(sequencer.add(new Block.ImageBlock(image)));
            sequencer.advance(out);
        }
        for (Json item : delta.items("tool_calls")) {
            if (sequencer.overfull() != null) return;
            sealThinking(out);
            if (item instanceof Json.Obj call) calls.take(ToolCallFields.of(call), out);
        }
        if (delta.object("function_call") instanceof Json.Obj call) calls.take(ToolCallFields.legacy(call), out);
        for (Json annotation : delta.items("annotations")) cite(annotation, out);
        boolean simple = pieces.size() == 1 && !whole && logprobs.isEmpty() && isSimple(delta);
        said = simple ? pieces.getFirst() : null;
    }

    /// Whether there are only strings and other simple values in it.
    private static boolean isSimple(Json.Obj delta) {
        for (Json member : delta.members().values()) {
            if (member instanceof Json.Obj || member instanceof Json.Arr list && list.size() > 0) return false;
        }
        return true;
    }

    private void cite(Json annotation, Consumer<AnswerEvent> out) {
        BlockSequencer.Place place = sequencer.last();
        if (place != null && TEXT.equals(place.block()) && UrlCitations.read(annotation) instanceof Citation citation) {
            sequencer.cite(place, citation, out);
        } else {
            out.accept(new AnswerEvent.Skipped("an annotation that is not on a text", "annotations"));
        }
    }

    private void text(Block block, String text, List<Json> logprobs, Consumer<AnswerEvent> out) {
        if (text.isEmpty()) return;
        BlockSequencer.Place place = sequencer.last();
        if (place == null || !block.equals(place.block())) {
            if (!block.equals(THINKING)) sealThinking(out);
            place = sequencer.add(block);
            sequencer.mayEnd(place);
        }
        sequencer.delta(place, text, logprobs, out);
        sequencer.advance(out);
    }

    /// Another block begins: the details that have come belong to the open thinking, or take a block of their own.
    private void sealThinking(Consumer<AnswerEvent> out) {
        if (!(details.next() instanceof Seal seal)) return;
        BlockSequencer.Place last = sequencer.last();
        if (last != null && THINKING.equals(last.block())) sequencer.signature(last, seal, out);
        else hidden(seal);
    }

    private void hidden(Seal seal) {
        sequencer.done(sequencer.add(new Block.RedactedThinkingBlock(seal)));
    }

    /// @param sequence the stop sequence that ended the answer, which only some providers give
    private void finish(String word, String sequence, Consumer<AnswerEvent> out) {
        calls.finish();
        sealThinking(out);
        if (details.last(extra) instanceof Seal last) hidden(last);
        if (!sequencer.finish(out)) {
            out.accept(new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
                "The provider called a tool without a name.")));
            return;
        }
        stop = FinishReasonNames.read(word);
        if (stop == StopReason.END && sequence != null) stop = StopReason.STOP_SEQUENCE;
        stopSequence = stop.given(calls.any(), refused) == StopReason.STOP_SEQUENCE ? sequence : null;
    }
}
