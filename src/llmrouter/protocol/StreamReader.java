package llmrouter.protocol;

import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.sse.SseEvent;

/// Turns one provider's event stream into neutral events, in the grammar of [AnswerEvent]. One stream, one owner.
public interface StreamReader {
    /// The failure of a stream that ended without a finish reason.
    ApiError ENDED_EARLY = ApiError.of(502, ApiError.Kind.API,
        "The provider ended its stream before the answer was complete.");

    /// Reads the next event of the stream. A malformed one becomes [AnswerEvent.Skipped], the third in a row
    /// [AnswerEvent.Failed]. After `Finished` or `Failed` nothing more comes out.
    void read(SseEvent event, Consumer<AnswerEvent> out);

    /// Ends the stream: gives the buffered events, or `Failed` if the answer was not complete.
    void end(Consumer<AnswerEvent> out);
}
