package llmrouter.gateway;

import java.util.function.Supplier;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Usage;
import llmrouter.http.HeaderMap;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.routing.FailureClass;

/// What a provider's whole answer means for the client: its text, or why it is none.
///
/// @param text    for the client; null if there is a failure
/// @param usage   or null if the provider did not say
/// @param failure null if the answer is good
record AnswerBody(String text, Usage usage, Failure failure) {

    /// @param body    one character per byte if `prepared.verbatim()`
    /// @param opening of the request, which may have asked for a stream: a whole answer is none
    /// @param context of a translated answer
    static AnswerBody read(String body, PreparedRequest prepared, RoutedRequest opening, HeaderMap headers, Supplier<AnswerContext> context) {
        ClientRequest request = opening.request();
        try {
            Protocol from = Protocol.of(prepared.candidate().format());
            if (opening.streaming()) {
                check(request.endpoint(), from, JsonScan.of(body)); // an error in it counts as what it says
                throw new BadAnswer("it is a whole answer where a stream was asked for");
            }
            if (prepared.verbatim()) {
                var scan = JsonScan.of(body);
                Usage usage = check(request.endpoint(), from, scan);
                return new AnswerBody(AnswerModelName.in(scan, prepared.asked()), usage, null);
            }
            if (!(Json.parse(body) instanceof Json.Obj object)) throw new BadAnswer("expected a JSON object");
            Answer answer = prepared.filter().apply(from.readAnswer(object));
            String text = Protocol.of(request.format()).writeAnswer(answer, context.get()).toString();
            return new AnswerBody(text, answer.usage(), null);
        } catch (JsonError e) {
            return bad(body.isEmpty() ? "its body is empty" : e.describe(), null, prepared, headers, request.epochSeconds());
        } catch (BadAnswer e) {
            return bad(e.getMessage(), e.error(), prepared, headers, request.epochSeconds());
        }
    }

    /// @param body possibly one character per byte; then what is wrong with it is read again as text, to be told readably
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

    /// The provider's own token count, or a failure if it is none.
    static AnswerBody count(String body, PreparedRequest prepared) {
        try {
            if (JsonScan.of(body).number(Protocol.of(prepared.candidate().format()).tokenCountField(), -1) >= 0) return new AnswerBody(body, null, null);
        } catch (JsonError _) {
            // falls through: no count
        }
        return new AnswerBody(null, null, Failure.late(ApiError.of(502, ApiError.Kind.API, "no count"), prepared.candidate()));
    }

    private static AnswerBody bad(String why, ApiError inside, PreparedRequest prepared, HeaderMap headers, long epochSeconds) {
        ApiError error = inside != null ? inside
            : ApiError.of(502, ApiError.Kind.API, "The provider answered 200 with something that is no answer: " + why + ".");
        FailureClass category = inside != null ? Failure.classOf(inside) : FailureClass.BAD_RESPONSE;
        return new AnswerBody(null, null, Failure.inStream(category, 200, error, headers, prepared.candidate(), epochSeconds));
    }
}
