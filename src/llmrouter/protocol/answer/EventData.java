package llmrouter.protocol.answer;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Parses the data of one stream's events. One malformed event is an accident that the client need not suffer from;
/// three in a row are a broken stream.
public final class EventData {
    private static final int TOO_MANY = 3;
    /// How many in a row, up to the event before this one and with this one.
    private int before;
    private int malformed;

    /// The data as an object. If it is none, `out` is told by `Skipped`, or by `Failed` the third time in a row, and
    /// the result is null.
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

    /// Counts the event that was parsed last as malformed too: it makes no sense where it stands.
    public void senseless(String what, Consumer<AnswerEvent> out) {
        out.accept(skip(what));
    }

    /// Says nothing of what the event held: that would be an answer's text in a log.
    private AnswerEvent skip(String why) {
        malformed = before + 1;
        if (malformed >= TOO_MANY) return new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API,
            "The provider sent " + TOO_MANY + " malformed stream events in a row."));
        return new AnswerEvent.Skipped("malformed event: " + why);
    }
}
