package llmrouter.gateway.answer;

import java.util.List;

import llmrouter.gateway.RunningAttempt;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.lenient.LenientJson;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.shape.AnswerGatherer;
import llmrouter.sse.SseEvent;

/// A whole answer that came where a stream was asked for, as the events of its stream in the provider's own format. A
/// pipe then carries them to the client like any other stream.
final class WholeAnswer {
    private static final String NO_ANSWER = "it is neither an answer nor a piece of one";

    private WholeAnswer() {}

    /// @param text of the body, one JSON text
    /// @throws JsonError it is not JSON
    /// @throws BadAnswer it is not an answer, or an error
    static List<SseEvent> events(String text, RunningAttempt attempt) {
        Protocol from = Protocol.of(attempt.candidate().format());
        // of older completions a whole answer looks like a piece of a stream
        if (attempt.request().endpoint().untranslatable()) return pieces(text, from, new BadAnswer(NO_ANSWER));
        try {
            String strict = LenientJson.strictText(text);
            if (!(Json.parse(strict) instanceof Json.Obj object)) throw new BadAnswer("expected a JSON object");
            from.readAnswer(object);
            return from.asStream(object, attempt.wantsStreamUsage());
        } catch (BadAnswer e) {
            if (e.error() != null) throw e;
            return pieces(text, from, e);
        }
    }

    /// A list of events, or a single one.
    private static List<SseEvent> pieces(String text, Protocol from, BadAnswer otherwise) {
        List<SseEvent> events = AnswerGatherer.events(text);
        if (!AnswerGatherer.tell(events, from.streamReader())) throw otherwise;
        return events;
    }
}
