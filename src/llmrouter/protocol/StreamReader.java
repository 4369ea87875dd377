package llmrouter.protocol;

import java.util.List;
import java.util.function.Consumer;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.sse.SseEvent;

/// Turns one provider's event stream into neutral events, in the grammar of [AnswerEvent]. One stream, one owner.
public interface StreamReader {
    /// The failure of a stream that ended without a finish reason.
    ApiError ENDED_EARLY = ApiError.of(502, ApiError.Kind.API,
        "The provider ended its stream before the answer was complete.");

    /// Reads the next event of the stream. One that cannot be understood becomes [AnswerEvent.Failed], because it may
    /// be a piece of the answer. After `Finished` or `Failed` nothing more comes out.
    void read(SseEvent event, Consumer<AnswerEvent> out);

    /// What a client of the same format gets in place of the event that was read last; null if it gets the event as it
    /// came. Events whose data is not strict JSON are written anew, and keepalives are left out: a client could not
    /// read them.
    List<SseEvent> corrected();

    /// The words that the event read last has added to a block that is open, if the same event with other words would
    /// add those and do nothing else; else null. They are the value of one member of the event's data.
    String said();

    /// Reads the event read last once more, with other words in place of those it has [#said].
    ///
    /// @param words not empty
    void again(String words, Consumer<AnswerEvent> out);

    /// How many characters it keeps of what it has read.
    default long held() {
        return 0;
    }

    /// Ends the stream: gives the buffered events, or `Failed` if the answer was not complete.
    void end(Consumer<AnswerEvent> out);
}
