package llmrouter.probe;

import java.util.List;
import java.util.Set;

import llmrouter.admission.ModelListPage;
import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Part;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.lenient.LenientJson;
import llmrouter.probe.ProbeCall.AnswerCall;
import llmrouter.probe.ProbeVerdict.Answered;
import llmrouter.probe.ProbeVerdict.Listed;
import llmrouter.probe.ProbeVerdict.Unproven;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.FieldWords;
import llmrouter.protocol.shape.AnswerGatherer;
import llmrouter.protocol.shape.BodyShape;
import llmrouter.sse.SseEvent;

/// Says what an answer proves.
final class AnswerJudge {
    /// Fields that a request of a probe has only because most models want them; without them it asks the same.
    private static final List<String> OPTIONAL = List.of("max_completion_tokens", "store", "stream_options",
        "reasoning", "text", "stream");

    private AnswerJudge() {}

    /// @param epochSeconds now
    static ProbeVerdict of(ProbeCall call, RawAnswer answer, long epochSeconds) {
        if (answer.failure() != null) {
            return new Unproven(answer.reached() ? ProbeTrouble.BROKEN : ProbeTrouble.NETWORK, answer.failure());
        }
        return switch (call) {
            case ProbeCall.ListCall list -> list(list, answer, epochSeconds);
            case AnswerCall asked -> answer(asked, answer, epochSeconds);
        };
    }

    private static ProbeVerdict list(ProbeCall.ListCall call, RawAnswer answer, long epochSeconds) {
        boolean success = answer.status() >= 200 && answer.status() < 300;
        if (!success) return RefusalJudge.of(call.place(), null, answer, epochSeconds);
        ModelListPage page = ModelListPage.of(answer.body());
        return page == null ? foreign(call.place(), null, answer, "a list of models", epochSeconds)
            : new Listed(page.offers(), page.next());
    }

    private static ProbeVerdict answer(AnswerCall call, RawAnswer answer, long epochSeconds) {
        ProbePlace place = call.place();
        boolean success = answer.status() >= 200 && answer.status() < 300;
        if (!success) return refusal(call, answer, epochSeconds);
        try {
            Answer read = read(place.format(), answer.body());
            if (read != null) return new Answered(evidence(place.format(), answer.body(), read));
        } catch (BadAnswer bad) {
            boolean other = otherFormat(place.format(), answer.body()) != null;
            if (!other && bad.error() == StreamReader.ENDED_EARLY) {
                return new Unproven(ProbeTrouble.BROKEN, "an event stream that ended before the answer was complete");
            }
            if (!other && bad.error() instanceof ApiError error) return inSuccess(call, answer, error, epochSeconds);
            if (!other && isObject(answer.body())) {
                return new Unproven(ProbeTrouble.FOREIGN, "status " + answer.status() + " with JSON that is no answer: "
                    + RefusalJudge.cut(bad.getMessage()));
            }
        }
        return foreign(place, call.model(), answer, "an answer", epochSeconds);
    }

    /// The answer in a body: whole, or as a stream of events; null if the body is neither.
    ///
    /// @throws BadAnswer it is an error, or no answer in this format
    static Answer read(Format format, String body) {
        Protocol protocol = Protocol.of(format);
        return switch (BodyShape.of(body, true)) {
            case JSON -> {
                if (!(parsed(body) instanceof Json.Obj object)) throw new BadAnswer("it is no JSON object");
                yield protocol.readAnswer(object);
            }
            case EVENTS -> {
                List<SseEvent> events = AnswerGatherer.events(body);
                yield new AnswerGatherer(false).read(events, protocol.streamReader());
            }
            case PAGE, WORDS, NOTHING -> null;
        };
    }

    private static Json parsed(String body) {
        try {
            return Json.parse(LenientJson.strictText(body));
        } catch (JsonError e) {
            throw new BadAnswer("it is no JSON: " + e.getMessage());
        }
    }

    private static boolean isObject(String body) {
        if (BodyShape.of(body, true) != BodyShape.JSON) return false;
        try {
            return parsed(body) instanceof Json.Obj;
        } catch (BadAnswer _) {
            return false;
        }
    }

    private static String evidence(Format format, String body, Answer read) {
        boolean stream = BodyShape.of(body, true) == BodyShape.EVENTS;
        String what = stream ? "an event stream in place of a whole answer, in the format " + format.title()
            : "an answer in the format " + format.title();
        String text = text(read);
        if (!text.isEmpty()) return what + ": '" + RefusalJudge.cut(text) + "'";
        return what + (read.stop().cutShort() ? " that ended before its first word" : "");
    }

    static String text(Answer answer) {
        var text = new StringBuilder();
        for (Part part : answer.parts()) {
            if (part instanceof Part.TextPart words) text.append(words.text());
        }
        return text.toString();
    }

    /// What a success proves that has no answer in the format that was asked for.
    private static Unproven foreign(ProbePlace place, String model, RawAnswer answer, String wanted,
            long epochSeconds) {
        String status = "status " + answer.status() + " with ";
        return switch (BodyShape.of(answer.body(), true)) {
            case PAGE -> RefusalJudge.ofPage(answer, Protocol.of(place.format()).readError(answer.status(),
                answer.body()));
            case NOTHING -> new Unproven(ProbeTrouble.FOREIGN, status + "an empty body");
            case WORDS -> new Unproven(ProbeTrouble.FOREIGN, status + "text that is not " + wanted + ": "
                + RefusalJudge.cut(answer.body()));
            case EVENTS, JSON -> inJson(place, model, answer, wanted, epochSeconds);
        };
    }

    private static Unproven inJson(ProbePlace place, String model, RawAnswer answer, String wanted,
            long epochSeconds) {
        String status = "status " + answer.status() + " with ";
        if (otherFormat(place.format(), answer.body()) instanceof Format other) {
            return new Unproven(ProbeTrouble.OTHER_FORMAT, status + "an answer in the format " + other.title());
        }
        if (model == null && isError(answer.body())) {
            return inSuccess(place, null, answer, Protocol.of(place.format()).readError(200, answer.body()),
                epochSeconds);
        }
        return new Unproven(ProbeTrouble.FOREIGN, status + "a body that is not " + wanted + ": "
            + RefusalJudge.cut(answer.body()));
    }

    private static boolean isError(String body) {
        try {
            return parsed(body) instanceof Json.Obj o && o.has("error");
        } catch (BadAnswer _) {
            return false;
        }
    }

    /// The other format in which the body is an answer, or null.
    private static Format otherFormat(Format asked, String body) {
        for (Format format : Format.values()) {
            if (format == asked) continue;
            try {
                if (read(format, body) != null) return format;
            } catch (BadAnswer _) {
                continue;
            }
        }
        return null;
    }

    private static Unproven inSuccess(AnswerCall call, RawAnswer answer, ApiError error, long epochSeconds) {
        return inSuccess(call.place(), call.model(), answer, error, epochSeconds);
    }

    /// An error with a status of success counts by the status that it names or would have had.
    private static Unproven inSuccess(ProbePlace place, String model, RawAnswer answer, ApiError error,
            long epochSeconds) {
        var meant = RawAnswer.of(Math.max(400, error.status()), answer.headers(), answer.body());
        Unproven verdict = RefusalJudge.of(place, model, meant, epochSeconds);
        return new Unproven(verdict.trouble(), "status " + answer.status() + " with an error: "
            + RefusalJudge.cut(error), verdict.waitMs(), null);
    }

    private static Unproven refusal(AnswerCall call, RawAnswer answer, long epochSeconds) {
        Unproven verdict = RefusalJudge.of(call.place(), call.model(), answer, epochSeconds);
        boolean mayBeAField = answer.status() == 400 || answer.status() == 422;
        if (!mayBeAField || verdict.trouble() == ProbeTrouble.AUTH) return verdict;
        ApiError error = Protocol.of(call.place().format()).readError(answer.status(), answer.body());
        String field = refusedField(error, call.learned());
        return field == null ? verdict : new Unproven(ProbeTrouble.REFUSED, verdict.detail(), -1, field);
    }

    private static String refusedField(ApiError error, Set<String> learned) {
        for (String field : OPTIONAL) {
            if (!learned.contains(field) && FieldWords.name(error, field)) return field;
        }
        return null;
    }
}
