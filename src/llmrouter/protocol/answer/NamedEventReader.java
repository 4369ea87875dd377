package llmrouter.protocol.answer;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// Reads a stream whose events say what they are, as those of Messages and Responses do: in the data's own `type`, or
/// in the `event` field where that is missing. Malformed events and errors are handled here; events after the end of
/// the answer are dropped.
public final class NamedEventReader implements StreamReader {
    private final EventData data;
    private final BlockSequencer sequencer;
    private final Grammar grammar;
    private boolean over;

    /// What one format's events mean.
    public interface Grammar {
        /// Takes an event that is not an error, and ignores unknown types.
        void take(String type, Json.Obj body, Consumer<AnswerEvent> out);

        /// See [StreamReader#end].
        void end(Consumer<AnswerEvent> out);
    }

    private NamedEventReader(EventData data, BlockSequencer sequencer, Grammar grammar) {
        this.data = data;
        this.sequencer = sequencer;
        this.grammar = grammar;
    }

    /// @param grammar made from where it reports events without sense and where it puts its blocks
    public static StreamReader of(BlockSequencer sequencer, BiFunction<EventData, BlockSequencer, Grammar> grammar) {
        var data = new EventData();
        return new NamedEventReader(data, sequencer, grammar.apply(data, sequencer));
    }

    @Override
    public void read(SseEvent event, Consumer<AnswerEvent> sink) {
        if (over || event.data() == null || Ws.trim(event.data()).equals("[DONE]")) return;
        Consumer<AnswerEvent> out = untilOver(sink);
        Json.Obj body = data.parse(event.data(), out);
        if (body == null) return;
        String type = body.text("type") != null ? body.text("type") : event.name();
        if (ErrorReader.isError(body) || "error".equals(type)) {
            out.accept(new AnswerEvent.Failed(ErrorReader.of(0, body)));
        } else if (type != null) {
            grammar.take(type, body, out);
        }
        if (sequencer.overfull()) {
            out.accept(new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
                "The provider interleaved more than 1 MiB of content blocks, which cannot be buffered.")));
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> out) {
        grammar.end(untilOver(out));
    }

    private Consumer<AnswerEvent> untilOver(Consumer<AnswerEvent> sink) {
        return event -> {
            if (over) return;
            over = event instanceof AnswerEvent.Failed || event instanceof AnswerEvent.Finished;
            sink.accept(event);
        };
    }
}
