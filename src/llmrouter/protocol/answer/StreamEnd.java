package llmrouter.protocol.answer;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Failed;
import llmrouter.chat.AnswerEvent.Finished;
import llmrouter.chat.AnswerEvent.Opened;
import llmrouter.chat.AnswerEvent.Skipped;
import llmrouter.chat.AnswerEvent.Started;
import llmrouter.chat.AnswerEvent.UsageKnown;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorReader;

/// Stands behind a stream reader: nothing comes out after the end of the answer, and an answer that is empty ends in a
/// failure ([EmptyAnswer]). One stream, one owner.
public final class StreamEnd {
    private boolean over;
    private boolean anything;
    private Usage usage;
    /// or null
    private Json.Obj explanation;

    /// Whether the answer has ended, well or not.
    public boolean over() {
        return over;
    }

    /// The answer has a part that the reader gives no events of.
    public void hasPart() {
        anything = true;
    }

    /// An event came that has no meaning in the format. If the stream ends early, it may say why.
    public void mayExplain(Json.Obj event) {
        if (ErrorReader.explains(event)) explanation = event;
    }

    /// Where the reader puts its events, on their way to `sink`.
    public Consumer<AnswerEvent> before(Consumer<AnswerEvent> sink) {
        return event -> {
            if (!over) sink.accept(taken(event));
        };
    }

    private AnswerEvent taken(AnswerEvent event) {
        switch (event) {
            case Opened _ -> anything = true;
            case Skipped(_, var kind) -> anything |= kind != null;
            case UsageKnown(var known) -> usage = known;
            case Started(_, _, var known) when known != null -> usage = known;
            case Finished(var stop, _) -> {
                over = true;
                if (!anything && EmptyAnswer.is(stop, usage)) return new Failed(EmptyAnswer.IN_STREAM);
            }
            case Failed(var error) -> {
                over = true;
                boolean early = error.equals(StreamReader.ENDED_EARLY);
                if (early && explanation != null) return new Failed(ErrorReader.of(0, explanation));
            }
            case Started _, AnswerEvent.Delta _, AnswerEvent.Signature _, AnswerEvent.Cited _,
                AnswerEvent.Closed _ -> {}
        }
        return event;
    }
}
