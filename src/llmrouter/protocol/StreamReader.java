package llmrouter.protocol;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.sse.SseEvent;

/// Turns one provider's event stream into neutral events, in the grammar of [AnswerEvent]. One stream, one owner.
public interface StreamReader {
    /// The failure of a stream that ended without a finish reason.
    ApiError ENDED_EARLY = ApiError.of(502, ApiError.Kind.API,
        "The provider's stream ended before the answer was complete.");

    /// The failure of a stream whose content blocks cannot be put in order.
    ApiError INTERLEAVED = ApiError.of(502, ApiError.Kind.API,
        "The provider interleaved more than 1 MiB of content blocks, which cannot be buffered.");

    /// The failure of a stream that calls a tool and does not say which.
    ApiError NAMELESS_TOOL = ApiError.of(502, ApiError.Kind.API, "The provider called a tool without a name.");

    /// The failure of a stream with this many malformed events in a row.
    int MOST_MALFORMED = 3;
    ApiError MALFORMED = ApiError.of(502, ApiError.Kind.API,
        "The provider sent " + MOST_MALFORMED + " malformed stream events in a row.");

    /// Whether a reader made the failure itself; otherwise its message has the provider's words.
    static boolean isReaders(ApiError failure) {
        return failure.equals(ENDED_EARLY) || failure.equals(INTERLEAVED) || failure.equals(NAMELESS_TOOL)
            || failure.equals(MALFORMED);
    }

    /// Reads the next event of the stream. A malformed one becomes [AnswerEvent.Skipped], the third in a row
    /// [AnswerEvent.Failed]. After `Finished` or `Failed` nothing more comes out.
    void read(SseEvent event, Consumer<AnswerEvent> out);

    /// Ends the stream: gives the buffered events, or `Failed` if the answer was not complete.
    void end(Consumer<AnswerEvent> out);
}
