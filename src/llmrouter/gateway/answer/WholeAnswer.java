package llmrouter.gateway.answer;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.shape.AnswerGatherer;
import llmrouter.sse.SseEvent;

/// A whole answer that came where a stream was asked for, as the events of its stream in the provider's own format. A
/// pipe then carries them to the client like any other stream.
final class WholeAnswer {
    private WholeAnswer() {}

    /// @param text  of the body, one JSON text
    /// @param usage whether the client asked for usage in its stream
    /// @throws JsonError it is not JSON
    /// @throws BadAnswer it is not an answer, or an error
    static List<SseEvent> events(String text, Protocol from, boolean usage) {
        try {
            if (!(Json.parse(text) instanceof Json.Obj object)) throw new BadAnswer("expected a JSON object");
            from.readAnswer(object);
            return from.asStream(object, usage);
        } catch (BadAnswer e) {
            if (e.error() != null) throw e;
            // a list of events, or a single one
            List<SseEvent> events = AnswerGatherer.events(text);
            if (!AnswerGatherer.tell(events, from.streamReader())) throw e;
            return events;
        }
    }
}
