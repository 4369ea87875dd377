package llmrouter.protocol.answer;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// Reads a stream whose events say what they are, as those of Messages and Responses do: in the data's own `type`, or
/// in the `event` field where that is missing. Malformed events and errors end here; so does whatever a grammar says
/// after the stream's last word.
public final class NamedEvents implements StreamReader {
    private final EventData data;
    private final BlockRow row;
    private final Grammar grammar;
    private boolean over;

    /// What one format's events mean.
    public interface Grammar {
        /// Takes an event that is no error. Types that it does not know are left alone.
        void take(String type, Json.Obj body, Consumer<AnswerEvent> out);

        /// See [StreamReader#end].
        void end(Consumer<AnswerEvent> out);
    }

    /// @param data where the grammar tells of senseless events
    /// @param row  where the grammar puts its blocks
    public NamedEvents(EventData data, BlockRow row, Grammar grammar) {
        this.data = data;
        this.row = row;
        this.grammar = grammar;
    }

    @Override
    public void read(SseEvent event, Consumer<AnswerEvent> sink) {
        if (over || event.data() == null || Ws.trim(event.data()).equals("[DONE]")) return;
        Consumer<AnswerEvent> out = untilOver(sink);
        Json.Obj body = data.parse(event.data(), out);
        if (body == null) return;
        String type = body.text("type") != null ? body.text("type") : event.name();
        if (ErrorReader.isError(body) || "error".equals(type)) out.accept(new AnswerEvent.Failed(ErrorReader.of(0, body)));
        else if (type != null) grammar.take(type, body, out);
        if (row.overfull()) {
            out.accept(new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
                "the provider interleaves more than can be held back")));
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
