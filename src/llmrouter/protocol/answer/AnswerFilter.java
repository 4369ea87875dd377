package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.function.Consumer;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.json.Json;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.request.PlainTools;

/// Reverses in an answer what the translation changed in the request: model and tool names get the client's spelling, a
/// call of a tool that was sent as a function becomes a call of that tool again, and the call of the
/// [answerTool][WrittenRequest#answerTool] becomes the text that the client asked for. What only the provider can read
/// gets the provider as its issuer. If the provider's format has no field for stop sequences, the answer ends at the
/// first one; the rest is read only for its usage, which the client pays for. Stands between a reader and a writer. One
/// answer, one owner.
public final class AnswerFilter {
    private final WrittenRequest request;
    private final String model;
    private final Issuer issuer;
    private final StopSequences stops;
    /// null if tags in the text are text
    private InlineThinking inline;
    private boolean inText;
    private boolean unwrapped;
    private boolean called;
    private boolean inAnswer;
    private boolean empty;
    /// the probabilities of tokens whose text is held back, or null
    private Json.Arr waiting;
    /// of the open call, if its tool takes plain text
    private FreeformInput freeform;
    /// what the client asked for in place of an answer, or null
    private final SummaryAnswer summary;

    public AnswerFilter(WrittenRequest request) {
        this(request, null, null);
    }

    /// @param model  the model's name in the answer, or null for the provider's
    /// @param issuer the provider and model that answer, or null if the answer goes nowhere from here
    public AnswerFilter(WrittenRequest request, String model, Issuer issuer) {
        this.request = request.withoutBody();
        this.model = model;
        this.issuer = issuer;
        this.stops = new StopSequences(request.stops());
        this.summary = request.summary() ? new SummaryAnswer() : null;
    }

    /// The same filter for a model that may write its thinking into the text.
    public AnswerFilter expecting(ThinkingTags tags) {
        inline = tags == ThinkingTags.NONE ? null : new InlineThinking(tags);
        return this;
    }

    /// Whether text may be held back for long although the client is to get it.
    public boolean holdsBack() {
        return inline != null && summary == null;
    }

    /// How many characters are kept of a streamed answer until its end.
    public long held() {
        return summary == null ? 0 : summary.held();
    }

    /// Tells the ledger if the answer ended at a limit that the gateway had to choose.
    public void tellLimit(StopReason stop, Losses losses) {
        if (request.limit() == 0 || stop != StopReason.LENGTH) return;
        losses.approximated("max_tokens", "the request has none so the answer ended at " + request.limit());
    }

    public Answer apply(Answer answer) {
        Answer restored = restored(inline == null ? answer : inline.apply(answer));
        return summary == null ? restored : SummaryAnswer.of(restored);
    }

    private Answer restored(Answer answer) {
        var parts = new ArrayList<Part>(answer.parts().size());
        for (Part part : answer.parts()) {
            if (stops.found() != null) break;
            if (part instanceof Part.TextPart text) {
                String said = stops.feed(text.text()) + stops.end();
                if (stops.found() == null || !said.isEmpty()) parts.add(text.saying(said));
            } else {
                parts.add(restored(part));
            }
        }
        var end = stops.found() == null ? new AnswerEvent.Finished(stop(answer.stop()),
            answer.stopSequence()) : stopped();
        return new Answer(answer.id(), model != null ? model : answer.model(), parts, end.stop(), end.stopSequence(),
            answer.usage(), answer.unsaid());
    }

    public void apply(AnswerEvent event, Consumer<AnswerEvent> sink) {
        Consumer<AnswerEvent> out = summary == null ? sink : restored -> summary.take(restored, sink);
        if (inline == null) restore(event, out);
        else inline.apply(event, taken -> restore(taken, out));
    }

    private void restore(AnswerEvent event, Consumer<AnswerEvent> out) {
        if (stops.found() == null) pass(event, out);
        else switch (event) {
            case AnswerEvent.UsageKnown _, AnswerEvent.Skipped _ -> out.accept(event);
            case AnswerEvent.Finished _, AnswerEvent.Failed _ -> out.accept(stopped());
            case AnswerEvent.Started _, AnswerEvent.Opened _, AnswerEvent.Delta _, AnswerEvent.Signature _,
                AnswerEvent.Cited _, AnswerEvent.Closed _ -> {}
        }
    }

    private AnswerEvent.Finished stopped() {
        StopReason stop = StopReason.STOP_SEQUENCE.given(called, false);
        return new AnswerEvent.Finished(stop, stop == StopReason.STOP_SEQUENCE ? stops.found() : null);
    }

    private void pass(AnswerEvent event, Consumer<AnswerEvent> out) {
        switch (event) {
            case AnswerEvent.Opened(Block.TextBlock _) -> {
                inText = true;
                out.accept(event);
            }
            case AnswerEvent.Opened(Block.ToolCallBlock call) -> out.accept(new AnswerEvent.Opened(opened(call)));
            case AnswerEvent.Delta(var text, var logprobs) -> {
                empty = false;
                String said = inText ? stops.feed(text) : freeform == null ? text : freeform.feed(text);
                boolean unchanged = said == text && waiting == null && (inText || logprobs == null);
                if (unchanged && !said.isEmpty()) out.accept(event);
                else if (inText) say(said, logprobs, out);
                else say(said, out);
                if (stops.found() != null) out.accept(new AnswerEvent.Closed());
            }
            case AnswerEvent.Closed _ -> {
                if (inAnswer && empty) say("{}", out);
                if (inText) say(stops.end(), null, out);
                if (freeform != null) say(freeform.end(), out);
                inText = false;
                inAnswer = false;
                freeform = null;
                out.accept(event);
            }
            case AnswerEvent.Finished(var stop, var sequence) ->
                out.accept(new AnswerEvent.Finished(stop(stop), sequence));
            case AnswerEvent.Started(var id, var provided, var usage) ->
                out.accept(new AnswerEvent.Started(id, model != null ? model : provided, usage));
            case AnswerEvent.Opened(Block.RedactedThinkingBlock(var seal)) ->
                out.accept(new AnswerEvent.Opened(new Block.RedactedThinkingBlock(seal.issuedBy(issuer))));
            case AnswerEvent.Signature(var seal) -> out.accept(new AnswerEvent.Signature(seal.issuedBy(issuer)));
            case AnswerEvent.Opened _, AnswerEvent.Cited _, AnswerEvent.UsageKnown _, AnswerEvent.Failed _,
                AnswerEvent.Skipped _ -> out.accept(event);
        }
    }

    /// The probabilities of tokens whose text is held back wait with it.
    private void say(String text, Json.Arr logprobs, Consumer<AnswerEvent> out) {
        Json.Arr due = waiting == null ? logprobs : logprobs == null ? waiting : joined(waiting, logprobs);
        waiting = text.isEmpty() ? due : null;
        if (!text.isEmpty()) out.accept(new AnswerEvent.Delta(text, due));
    }

    private static Json.Arr joined(Json.Arr first, Json.Arr second) {
        Json.Arr both = Json.array();
        both.items().addAll(first.items());
        both.items().addAll(second.items());
        return both;
    }

    private static void say(String text, Consumer<AnswerEvent> out) {
        if (!text.isEmpty()) out.accept(new AnswerEvent.Delta(text));
    }

    private Part restored(Part part) {
        return switch (part) {
            case Part.ToolCallPart call -> restored(call);
            case Part.ThinkingPart(var text, var seal) when seal != null ->
                new Part.ThinkingPart(text, seal.issuedBy(issuer));
            case Part.RedactedThinkingPart(var seal) -> new Part.RedactedThinkingPart(seal.issuedBy(issuer));
            case Part.ThinkingPart _, Part.TextPart _, Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _,
                Part.ToolResultPart _, Part.RefusalPart _, Part.SummaryPart _, Part.SearchPart _ -> part;
        };
    }

    private Part restored(Part.ToolCallPart call) {
        if (isAnswer(call.name())) {
            unwrapped = true;
            return new Part.TextPart(call.arguments().isEmpty() ? "{}" : call.arguments());
        }
        called = true;
        String name = request.names().client(call.name());
        PlainTools.Original tool = request.tools().original(name);
        if (tool == null) return new Part.ToolCallPart(call.id(), name, call.arguments(), call.cache(), call.kind());
        var input = new FreeformInput();
        String arguments = tool.kind().freeform() ? input.feed(call.arguments()) + input.end() : call.arguments();
        return new Part.ToolCallPart(call.id(), tool.name(), arguments, call.cache(), tool.kind());
    }

    private Block opened(Block.ToolCallBlock call) {
        inAnswer = isAnswer(call.name());
        empty = true;
        if (inAnswer) {
            unwrapped = true;
            return new Block.TextBlock();
        }
        called = true;
        String name = request.names().client(call.name());
        PlainTools.Original tool = request.tools().original(name);
        if (tool == null) return new Block.ToolCallBlock(call.id(), name, call.kind());
        if (tool.kind().freeform()) freeform = new FreeformInput();
        return new Block.ToolCallBlock(call.id(), tool.name(), tool.kind());
    }

    private boolean isAnswer(String name) {
        return name.equals(request.answerTool());
    }

    private StopReason stop(StopReason stop) {
        return unwrapped && !called && stop == StopReason.TOOL_CALLS ? StopReason.END : stop;
    }
}
