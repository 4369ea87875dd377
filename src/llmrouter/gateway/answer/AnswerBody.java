package llmrouter.gateway.answer;

import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.gateway.RunningAttempt;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.passing.AnswerModelName;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.lenient.LenientJson;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.shape.BodyShape;
import llmrouter.routing.FailureClass;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// What a provider's whole answer means for the client: its text, or why it is not an answer.
///
/// @param text    for the client; null if there is a failure
/// @param usage   or null if the provider did not say
/// @param failure null if the answer is good
public record AnswerBody(String text, Usage usage, Failure failure) {
    /// Why a body of nothing, or of white space, is no answer.
    private static final String EMPTY = "its body is empty";

    /// @param body one character per byte if the attempt is verbatim
    public static AnswerBody read(String body, RunningAttempt attempt) {
        try {
            return read(body, attempt, Protocol.of(attempt.candidate().format()));
        } catch (JsonError e) {
            String why = Ws.blank(body) ? EMPTY : NoAnswer.isUtf16(body) ? NoAnswer.UTF_16 : e.describe();
            return invalid(why, null, attempt);
        } catch (BadAnswer e) {
            String clean = attempt.request().secrets().withoutInBody(body);
            return clean.equals(body) ? invalid(e.getMessage(), e.error(), attempt) : read(clean, attempt);
        }
    }

    /// The first bytes tell what the body is, not its content type.
    private static AnswerBody read(String body, RunningAttempt attempt, Protocol from) {
        BodyShape shape = BodyShape.of(body, true);
        return switch (shape) {
            case JSON, NOTHING -> json(body, attempt, from);
            case EVENTS -> gathered(GatheredAnswer.events(body, attempt), attempt);
            case PAGE, WORDS -> failed(FailureClass.BAD_RESPONSE,
                NoAnswer.of(body, shape, attempt.verbatim(), attempt), attempt);
        };
    }

    /// A whole answer, or the pieces of a stream without the fields of events.
    private static AnswerBody json(String body, RunningAttempt attempt, Protocol from) {
        try {
            return whole(body, attempt, from);
        } catch (JsonError e) {
            // a number that is none makes a vector useless, and clients do not look
            boolean vectors = attempt.request().endpoint() == Endpoint.EMBEDDINGS;
            String strict = vectors ? null : strict(body);
            if (strict != null) return json(strict, attempt, from);
            List<SseEvent> pieces = GatheredAnswer.pieces(body, attempt);
            if (pieces.isEmpty()) throw e;
            return gathered(pieces, attempt);
        } catch (BadAnswer e) {
            List<SseEvent> pieces = e.error() != null ? List.of() : GatheredAnswer.pieces(body, attempt);
            if (pieces.isEmpty()) throw e;
            return gathered(pieces, attempt);
        }
    }

    private static AnswerBody whole(String body, RunningAttempt attempt, Protocol from) {
        PreparedRequest prepared = attempt.prepared();
        if (prepared.verbatim()) {
            var scan = JsonScan.of(body);
            Usage usage = check(attempt.request().endpoint(), from, scan);
            return new AnswerBody(AnswerModelName.in(scan, prepared.asked()), usage, null);
        }
        if (!(Json.parse(body) instanceof Json.Obj object)) throw new BadAnswer("expected a JSON object");
        return translated(from.readAnswer(object), attempt);
    }

    private static AnswerBody translated(Answer read, RunningAttempt attempt) {
        PreparedRequest prepared = attempt.prepared();
        Answer answer = prepared.filter().apply(read);
        prepared.filter().tellLimit(answer.stop(), prepared.losses());
        return new AnswerBody(written(answer, attempt.request(), attempt).toString(), answer.usage(), null);
    }

    /// A stream came where a whole answer was asked for.
    private static AnswerBody gathered(List<SseEvent> events, RunningAttempt attempt) {
        var stream = GatheredAnswer.of(events, attempt);
        if (!attempt.verbatim()) return translated(stream.answer(), attempt);
        return new AnswerBody(stream.unchanged(attempt), stream.answer().usage(), null);
    }

    /// The body as strict JSON, which clients can read; null if it is strict already or cannot be read at all.
    private static String strict(String body) {
        try {
            String strict = LenientJson.strictText(body);
            return strict.equals(body) ? null : strict;
        } catch (JsonError _) {
            return null; // the strict parser's complaint is told
        }
    }

    private static Json.Obj written(Answer answer, ClientRequest request, RunningAttempt attempt) {
        Protocol to = Protocol.of(request.format());
        return request.endpoint() == Endpoint.COMPACT
            ? to.writeSummary(answer, JsonScan.of(request.body()), attempt.answerContext())
            : to.writeAnswer(answer, attempt.answerContext());
    }

    /// @param body possibly one character per byte; if it is invalid, it is read again as text, so that its error is
    ///             readable
    private static Usage check(Endpoint endpoint, Protocol from, JsonScan body) {
        try {
            return usage(endpoint, from, body);
        } catch (BadAnswer _) {
            return usage(endpoint, from, JsonScan.of(Latin1.text(body.source())));
        }
    }

    private static Usage usage(Endpoint endpoint, Protocol from, JsonScan body) {
        return endpoint == Endpoint.EMBEDDINGS ? from.checkEmbeddings(body) : from.checkAnswer(body);
    }

    /// The provider's own token count, or a failure if the body holds none.
    public static AnswerBody count(String body, RunningAttempt attempt) {
        try {
            String field = Protocol.of(attempt.candidate().format()).tokenCountField();
            if (JsonScan.of(body).number(field, -1) >= 0) return new AnswerBody(body, null, null);
        } catch (JsonError _) {
            // no JSON, so no count
        }
        String message = Failure.source(attempt.candidate()).sentence("answered without a token count.");
        var error = ApiError.of(502, ApiError.Kind.API, message);
        return new AnswerBody(null, null, Failure.timedOut(error, attempt.candidate())); // an estimate replaces it
    }

    /// @param inside the error that the body holds, or null
    private static AnswerBody invalid(String why, ApiError inside, RunningAttempt attempt) {
        if (inside != null) return failed(Failure.classOf(inside), inside, attempt);
        return failed(FailureClass.BAD_RESPONSE, ApiError.of(502, ApiError.Kind.API,
            NoAnswer.invalid(attempt) + why + "."), attempt);
    }

    private static AnswerBody failed(FailureClass category, ApiError error, RunningAttempt attempt) {
        ClientRequest request = attempt.request();
        var failure = Failure.inAnswer(category, attempt.status(), error, attempt.headers(), attempt.candidate(),
            request);
        return new AnswerBody(null, null, failure);
    }
}
