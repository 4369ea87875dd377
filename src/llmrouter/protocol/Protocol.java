package llmrouter.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.chatcompletions.ChatCompletions;
import llmrouter.protocol.messages.Messages;
import llmrouter.protocol.responses.Responses;
import llmrouter.sse.SseEncoder;
import llmrouter.sse.SseEvent;

/// One wire format, both directions. Implementations hold no state; stream readers and writers do, one per stream.
public interface Protocol {

    /// The protocol of a configured format.
    static Protocol of(Format format) {
        return switch (format) {
            case OPENAI -> ChatCompletions.PROTOCOL;
            case CLAUDE -> Messages.PROTOCOL;
            case RESPONSES -> Responses.PROTOCOL;
        };
    }

    Format format();

    /// What a same-format request must have before it is worth sending (model aside), looking at the top level only.
    /// @throws llmrouter.chat.GatewayError naming the field
    void check(JsonScan topLevel);

    /// The signatures of thinking in a request or a whole answer of this format, in order; a format without signatures has none.
    ///
    /// @param body valid JSON with an object at its top level
    default List<String> signatures(String body) {
        return List.of();
    }

    /// Members to set so that a same-format request no longer replays unsigned thinking or such whose signature matches; a Java null
    /// removes the member. Empty if there is nothing to take out.
    ///
    /// @param foreign matches the empty signature only if the provider has refused the history as it is
    default Map<String, Json> withoutThinking(JsonScan request, Predicate<String> foreign) {
        return Map.of();
    }

    /// Reads a client's request. Unknown fields go into the ledger as dropped.
    /// @throws llmrouter.chat.GatewayError the request is malformed
    Conversation readRequest(Json.Obj body, Losses losses);

    /// Writes a request for a provider.
    /// @throws llmrouter.chat.GatewayError the request cannot be expressed at all
    WrittenRequest writeRequest(Conversation conversation, Target target, Losses losses);

    /// Reads a provider's whole answer.
    /// @throws BadAnswer the body is not what the format promises
    Answer readAnswer(Json.Obj body);

    /// Looks at a whole answer that is passed on as it came.
    ///
    /// @param topLevel of the body, possibly one character per byte
    /// @return what it says of usage, or null
    /// @throws BadAnswer the body is not what the format promises
    Usage checkAnswer(JsonScan topLevel);

    Json.Obj writeAnswer(Answer answer, AnswerContext context);

    /// The event that ends every stream that was completed; empty if the event that completes the answer is the last one.
    String lastEvent();

    /// Whether a stream whose answer is complete ends with this event. In most formats the event that completes the answer is the last.
    default boolean isLastEvent(SseEvent event) {
        return true;
    }

    /// Whether clients of this format read the event as an error that ends their stream, so that it can be passed on as it came. False where an
    /// error needs more than one event: then both are written anew.
    boolean isErrorEvent(SseEvent event);

    /// Text that keeps a client's stream open while the provider is silent: a comment, which every client ignores, unless the format has a
    /// heartbeat of its own.
    ///
    /// @param begun whether an event of the answer has been sent
    default String heartbeat(boolean begun) {
        return SseEncoder.comment("llm-router is waiting for the provider");
    }

    StreamReader streamReader();

    /// A reader for a stream that goes to a client of this format as it came. It tells the same starts, usage, ends and failures, and
    /// the first meaningful event, but not every piece of content: it holds nothing back, and so it never fails for that.
    StreamReader streamWatcher();

    StreamWriter streamWriter(AnswerContext context);

    /// Reads a provider's error body, whatever it is: the format's own shape, another JSON, HTML, nothing.
    ApiError readError(int status, String body);

    /// The JSON body that tells a client of this format about an error.
    String writeError(ApiError error, String requestId);

    /// The event-stream text that ends a client's stream with an error.
    ///
    /// @param told how many events the client has had, for formats that number them
    String writeStreamError(ApiError error, String requestId, long told);

    /// The text that ends a stream of which the client has had nothing yet.
    default String writeStreamError(ApiError error, String requestId) {
        return writeStreamError(error, requestId, 0);
    }
}
