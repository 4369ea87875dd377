package llmrouter.protocol.answer;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Parses the data of one stream's events. A single malformed event is skipped, so that the client still gets the
/// answer; three in a row mean that the stream is broken.
public final class EventData {
    private static final int TOO_MANY = 3;
    /// How many in a row, up to the event before this one and with this one.
    private int before;
    private int malformed;

    /// The data as an object. If the data is not an object, `out` gets `Skipped`, or `Failed` at the third time in a
    /// row, and the result is null.
    public Json.Obj parse(String data, Consumer<AnswerEvent> out) {
        before = malformed;
        malformed = 0;
        try {
            if (Json.parse(data) instanceof Json.Obj object) return object;
            out.accept(skip("not a JSON object"));
        } catch (JsonError e) {
            out.accept(skip(e.describe()));
        }
        return null;
    }

    /// Counts the event that was parsed last as malformed too, because it makes no sense at this point of the stream.
    public void senseless(String what, Consumer<AnswerEvent> out) {
        out.accept(skip(what));
    }

    /// The event's content is left out: it would be text of an answer in a log.
    private AnswerEvent skip(String why) {
        malformed = before + 1;
        if (malformed < TOO_MANY) return new AnswerEvent.Skipped("malformed event: " + why);
        String message = "The provider sent " + TOO_MANY + " malformed stream events in a row.";
        return new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API, message));
    }
}
