package llmrouter.protocol;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.sse.SseEvent;

/// Turns one provider's event stream into neutral events, in the grammar of [AnswerEvent]. One stream, one owner.
public interface StreamReader {
    /// What a stream ended with that had no finish reason.
    ApiError ENDED_EARLY = ApiError.of(502, ApiError.Kind.API,
        "The provider's stream ended before the answer was complete.");

    /// Takes the next block. A malformed one is skipped and said as [AnswerEvent.Skipped]; the third in a row is a
    /// [AnswerEvent.Failed]. After `Finished` or `Failed` nothing more comes out.
    void read(SseEvent event, Consumer<AnswerEvent> out);

    /// The stream is over: says what was held back, or `Failed` if the answer was not complete.
    void end(Consumer<AnswerEvent> out);
}
