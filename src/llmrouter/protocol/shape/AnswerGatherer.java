package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;
import llmrouter.sse.SseOverflow;
import llmrouter.text.Text;

/// Puts the events of a stream together to a whole answer, where a whole answer was asked for and a stream came. One
/// answer, one owner.
public final class AnswerGatherer {
    private static final int EVENT_LIMIT = 16 << 20;

    private final List<Part> parts = new ArrayList<>();
    private final List<String> unsaid = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final boolean keeps;
    private final List<Json.Obj> objects = new ArrayList<>();
    private String id;
    private String model;
    private Usage usage;
    private AnswerEvent.Finished finished;
    private ApiError failure;

    /// the open block and what it has said so far
    private Block block;
    private final Text said = new Text();
    private Json.Arr logprobs;
    private List<Citation> citations = new ArrayList<>();
    private Seal seal;

    /// @param keeps whether [#objects] will be asked for
    public AnswerGatherer(boolean keeps) {
        this.keeps = keeps;
    }

    /// The events of a whole body; empty if it is no stream.
    ///
    /// @param body as text
    /// @throws BadAnswer an event is longer than an event may be
    public static List<SseEvent> events(String body) {
        boolean json = BodyShape.of(body, true) == BodyShape.JSON;
        if (json) return TextEvents.all(body);
        var decoder = new SseDecoder(EVENT_LIMIT);
        try {
            var events = new ArrayList<>(decoder.feed(body));
            events.addAll(decoder.end());
            return events;
        } catch (SseOverflow e) {
            throw new BadAnswer(e.getMessage());
        }
    }

    /// Whether events say something of an answer, or report an error. A JSON text that is neither is none of an event.
    ///
    /// @param reader that has read nothing yet
    public static boolean tell(List<SseEvent> events, StreamReader reader) {
        var told = new boolean[1];
        for (SseEvent event : events) {
            reader.read(event, e -> told[0] |= e.meaningful());
            if (data(event) instanceof Json.Obj data && ErrorReader.isError(data)) return true;
        }
        return told[0];
    }

    /// The data of the events, as far as they are objects, in the form that the format gives them.
    public List<Json.Obj> objects() {
        return objects;
    }

    private void keep(SseEvent event, List<SseEvent> corrected) {
        for (SseEvent read : corrected == null ? List.of(event) : corrected) {
            if (data(read) instanceof Json.Obj data) objects.add(data);
        }
    }

    private static Json.Obj data(SseEvent event) {
        if (event.data() == null || !event.data().startsWith("{")) return null;
        try {
            return Json.parse(event.data()) instanceof Json.Obj object ? object : null;
        } catch (JsonError _) {
            return null; // the reader of the stream has said what is wrong
        }
    }

    /// The answer that a stream's events tell.
    ///
    /// @throws BadAnswer the stream reports an error, or is not complete
    public Answer read(List<SseEvent> events, StreamReader reader) {
        for (SseEvent event : events) {
            if (finished != null || failure != null) break;
            reader.read(event, this::take);
            if (keeps) keep(event, event.data() == null ? null : reader.corrected());
        }
        if (finished == null && failure == null) reader.end(this::take);
        if (failure != null) throw new BadAnswer(failure);
        if (finished == null) throw new BadAnswer(StreamReader.ENDED_EARLY);
        return new Answer(id, model, parts, finished.stop(), finished.stopSequence(), usage, unsaid);
    }

    /// What of the stream was left out, for the log.
    public List<String> skipped() {
        return skipped;
    }

    private void take(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Started(var answer, var name, var counted) -> {
                id = answer;
                model = name;
                usage = counted;
            }
            case AnswerEvent.Opened(var opened) -> block = opened;
            case AnswerEvent.Delta(var text, var probable) -> {
                said.add(text);
                if (probable != null) likely(probable);
            }
            case AnswerEvent.Signature(var signed) -> seal = signed;
            case AnswerEvent.Cited(var citation) -> citations.add(citation);
            case AnswerEvent.Closed _ -> close();
            case AnswerEvent.UsageKnown(var counted) -> usage = counted;
            case AnswerEvent.Skipped(var what, var kind) -> {
                skipped.add(what);
                if (kind != null) unsaid.add(kind);
            }
            case AnswerEvent.Finished end -> finished = end;
            case AnswerEvent.Failed(var error) -> failure = error;
        }
    }

    private void likely(Json.Arr probable) {
        if (logprobs == null) logprobs = Json.array();
        logprobs.items().addAll(probable.items());
    }

    private void close() {
        Part part = part(said.take());
        if (part != null) parts.add(part);
        block = null;
        logprobs = null;
        citations = new ArrayList<>();
        seal = null;
    }

    /// The part that the open block has become; null if there is nothing in it.
    private Part part(String words) {
        return switch (block) {
            case Block.TextBlock text -> words.isEmpty() ? null
                : new Part.TextPart(words, null, text.apart()).with(logprobs).citing(citations);
            case Block.ThinkingBlock _ -> words.isEmpty() && seal == null ? null : new Part.ThinkingPart(words, seal);
            case Block.RedactedThinkingBlock(var hidden) -> new Part.RedactedThinkingPart(hidden);
            case Block.ToolCallBlock call ->
                new Part.ToolCallPart(call.id(), call.name(), words, null, call.kind());
            case Block.RefusalBlock _ -> words.isEmpty() ? null : new Part.RefusalPart(words);
            case Block.SearchBlock(var search) -> search;
            case Block.ImageBlock(var source) -> new Part.ImagePart(source, null, null);
            case Block.SummaryBlock _ -> words.isEmpty() ? null : new Part.SummaryPart(words);
            case null -> null;
        };
    }
}
