package llmrouter.gateway.answer;

import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Answer;
import llmrouter.gateway.RunningAttempt;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.shape.AnswerGatherer;
import llmrouter.sse.SseEvent;

/// A stream that came where a whole answer was asked for, put together. A stream that breaks off, or reports an error,
/// is no answer: nothing has been sent, so another candidate can still take the request.
///
/// @param objects the data of the events; empty if the answer is translated
/// @param answer  what the events tell
record GatheredAnswer(List<Json.Obj> objects, Answer answer) {

    /// @param events as text
    /// @throws BadAnswer the stream is broken, or the endpoint has no stream
    static GatheredAnswer of(List<SseEvent> events, RunningAttempt attempt) {
        Endpoint endpoint = attempt.request().endpoint();
        boolean unlike = endpoint.untranslatable() || endpoint == Endpoint.COMPACT && attempt.verbatim();
        if (unlike) throw new BadAnswer("an event stream came where a whole answer was asked for");
        var gatherer = new AnswerGatherer(attempt.verbatim());
        Answer answer = gatherer.read(events, Protocol.of(attempt.candidate().format()).streamReader());
        attempt.warn("the provider sent a stream where a whole answer was asked for");
        for (String what : gatherer.skipped()) attempt.warn(what);
        return new GatheredAnswer(gatherer.objects(), answer);
    }

    /// The events of a body.
    ///
    /// @param body one character per byte if the attempt is verbatim
    static List<SseEvent> events(String body, RunningAttempt attempt) {
        return AnswerGatherer.events(attempt.verbatim() ? Latin1.text(body) : body);
    }

    /// The pieces of a stream that came as JSON texts, without the fields of events; empty if the body has none.
    static List<SseEvent> pieces(String body, RunningAttempt attempt) {
        List<SseEvent> events = events(body, attempt);
        Protocol from = Protocol.of(attempt.candidate().format());
        return AnswerGatherer.tell(events, from.streamReader()) ? events : List.of();
    }

    /// The whole answer for a client of the provider's own format, one character per byte.
    String unchanged(RunningAttempt attempt) {
        Protocol format = Protocol.of(attempt.candidate().format());
        Json.Obj whole = format.asWhole(answer, objects, attempt.answerContext());
        String asked = attempt.prepared().asked();
        if (asked != null) whole.put("model", asked);
        return Latin1.utf8(whole.toString());
    }
}
