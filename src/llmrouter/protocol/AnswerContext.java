package llmrouter.protocol;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.protocol.earlier.AnswerKeeper;

/// What an answer writer must know beyond the answer.
///
/// @param requestId   the gateway's id of the request; ids that a provider left out are made from it
/// @param model       shown if the provider does not name one
/// @param created     seconds since 1970, for formats that date their answers
/// @param streamUsage whether the client asked for usage in the stream
/// @param losses      where a writer says what it dropped or approximated; of a stream this is known only at its end,
///                    too late for a header
/// @param asked       gives the client's request, for formats whose answers repeat it; it gives null if the request is
///                    not known, and may read it anew
/// @param clock       gives the time of the event that is being written, in seconds since 1970
/// @param promptTokens estimates the tokens of the prompt, for a format whose streams begin with usage; 0 if there is
///                    no estimate. It reads the whole request
/// @param keeper      remembers the answer when it is complete
public record AnswerContext(String requestId, String model, long created, boolean streamUsage, Losses losses,
        Supplier<Json.Obj> asked, LongSupplier clock, LongSupplier promptTokens, AnswerKeeper keeper) {
    public AnswerContext(String requestId, String model, long created, boolean streamUsage, Losses losses,
            Json.Obj asked, LongSupplier clock) {
        this(requestId, model, created, streamUsage, losses, () -> asked, clock, () -> 0, AnswerKeeper.NONE);
    }

    public AnswerContext(String requestId, String model, long created, boolean streamUsage, Losses losses) {
        this(requestId, model, created, streamUsage, losses, null, () -> created);
    }

    public AnswerContext(String requestId, String model, long created, boolean streamUsage) {
        this(requestId, model, created, streamUsage, new Losses());
    }
}
