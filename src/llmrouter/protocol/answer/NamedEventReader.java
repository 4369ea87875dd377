package llmrouter.protocol.answer;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.sse.SseEvent;

/// Reads a stream whose events say what they are, as those of Messages and Responses do: in the data's own `type`, or
/// in the `event` field where that is missing; a whole answer in place of events says it in `object`. Data that is no
/// event, and errors, are handled here; events after the end of the answer are dropped.
public final class NamedEventReader implements StreamReader {
    private final EventData data = new EventData();
    private final BlockSequencer sequencer;
    private final Grammar grammar;
    private final StreamEnd end = new StreamEnd();
    /// See [#said].
    private String said;

    /// What one format's events mean.
    public interface Grammar {
        /// Takes an event that is not an error, and ignores unknown types.
        void take(String type, Json.Obj body, Consumer<AnswerEvent> out);

        /// The events that tell a whole answer, which came in place of them.
        ///
        /// @return null if the object is no whole answer, or events have told of it already
        List<SseEvent> telling(Json.Obj body);

        /// See [StreamReader#said]; of the event that was taken last.
        String said();

        /// See [StreamReader#again].
        void again(String words, Consumer<AnswerEvent> out);

        /// See [StreamReader#held].
        default long held() {
            return 0;
        }

        /// See [StreamReader#end].
        void end(Consumer<AnswerEvent> out);
    }

    private NamedEventReader(BlockSequencer sequencer, Grammar grammar) {
        this.sequencer = sequencer;
        this.grammar = grammar;
    }

    /// @param grammar made from where it puts its blocks
    public static StreamReader of(BlockSequencer sequencer, Function<BlockSequencer, Grammar> grammar) {
        return new NamedEventReader(sequencer, grammar.apply(sequencer));
    }

    @Override
    public void read(SseEvent event, Consumer<AnswerEvent> sink) {
        said = null;
        if (end.over() || event.data() == null) return;
        if (EventData.isEnd(event.data())) {
            data.end(event);
            return;
        }
        Consumer<AnswerEvent> out = end.before(sink);
        List<Json.Obj> bodies = data.read(event, out);
        if (bodies.size() > 1 || event.name() == null && !bodies.isEmpty()) data.nameByType();
        if (sequencer.isWatched()) bodies = data.told(grammar::telling);
        for (Json.Obj body : bodies) read(body, event.name(), out);
        if (end.over() || bodies.size() > 1) said = null;
    }

    @Override
    public String said() {
        return said;
    }

    @Override
    public void again(String words, Consumer<AnswerEvent> out) {
        grammar.again(words, out);
    }

    private void read(Json.Obj body, String name, Consumer<AnswerEvent> out) {
        String type = body.text("type") != null ? body.text("type") : name;
        if (ErrorReader.isError(body) || "error".equals(type)) {
            out.accept(new AnswerEvent.Failed(ErrorReader.of(0, body)));
        } else if (type != null) {
            grammar.take(type, body, out);
            said = grammar.said();
        } else {
            end.mayExplain(body);
            if (body.text("object") instanceof String object) grammar.take(object, body, out);
        }
        failIfOverfull(out);
    }

    private void failIfOverfull(Consumer<AnswerEvent> out) {
        if (sequencer.overfull() instanceof ApiError error) out.accept(new AnswerEvent.Failed(error));
    }

    @Override
    public List<SseEvent> corrected() {
        return data.corrected();
    }

    @Override
    public long held() {
        return sequencer.held() + grammar.held();
    }

    @Override
    public void end(Consumer<AnswerEvent> out) {
        Consumer<AnswerEvent> last = end.before(out);
        grammar.end(last);
        failIfOverfull(last);
    }
}
