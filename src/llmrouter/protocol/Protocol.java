package llmrouter.protocol;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.answer.OpenAiModels;
import llmrouter.protocol.chatcompletions.ChatCompletions;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.protocol.earlier.Recalled;
import llmrouter.protocol.messages.Messages;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.protocol.request.OpenAiSession;
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

    /// The signs by which the format is recognised where nothing names it.
    FormatSigns signs();

    /// The header fields that a provider of this format wants beyond those of HTTP and its key. A field whose value is
    /// a list comes once for each element, in order.
    ///
    /// @param client     the client's header fields
    /// @param sameFormat whether the client speaks this format too
    /// @param learned    what the model has refused before, see [#refusedHeader]
    default List<Header> headers(HeaderMap client, boolean sameFormat, Provider provider, Set<String> learned) {
        return List.of();
    }

    /// What of a header field a provider's 400 is about, to be learned; null if it is about none that this format adds,
    /// or if the client itself can do something about it.
    ///
    /// @param sent  the header fields of the request that was refused
    /// @param words of the refusal
    default String refusedHeader(HeaderMap sent, String words, Provider provider) {
        return null;
    }

    /// The header field that gives a request's id in answers to clients of this format, in lower case.
    default String requestIdHeader() {
        return "x-request-id";
    }

    /// The client's own name for the conversation that a request belongs to, or null if the request has none.
    default String session(JsonScan request) {
        return OpenAiSession.of(request);
    }

    /// The error for a request that only the provider of the conversation's last answer can go on with, because that
    /// provider holds the earlier turns: the client gets it where the request cannot go to that provider. Null if any
    /// provider can answer the request.
    default ApiError heldElsewhere(JsonScan request) {
        return null;
    }

    /// Checks what a same-format request must have before it is sent, apart from the model; looks only at the top
    /// level.
    /// @throws llmrouter.chat.GatewayError naming the field
    void check(JsonScan topLevel);

    /// The request with what it refers to, for a format whose clients refer to earlier answers by their ids.
    ///
    /// @param earlier the answers that this client may refer to
    default Recalled recall(JsonScan request, EarlierAnswers earlier) {
        return Recalled.unchanged(request);
    }

    /// The seals in a request or a whole answer of this format, in order, with the vendor's own data that no gateway
    /// has sealed.
    ///
    /// @param body valid JSON with an object at its top level
    default List<Seal> seals(String body) {
        return List.of();
    }

    /// The seals in a request of this format, in order.
    default List<Seal> seals(JsonScan request) {
        return seals(request.source());
    }

    /// The seals in an event that is passed on, beyond those that a reader of the stream reports.
    ///
    /// @param event with data; valid JSON
    default List<Seal> seals(SseEvent event) {
        return List.of();
    }

    /// The summaries of earlier turns in a request that only their issuer can open, as the issuer made them.
    ///
    default List<String> closedSummaries(JsonScan request) {
        return List.of();
    }

    /// Members to set so that a same-format request has what the candidate can open as its vendor made it, and nothing
    /// that it cannot open; a Java null removes the member. Empty if the request is so already. What is left out goes
    /// into the ledger.
    default Map<String, Json> opened(JsonScan request, Continuity continuity) {
        return Map.of();
    }

    /// Members to set in a request that is passed on in its own format, because the model has refused such a request
    /// without them.
    ///
    /// @param losses learns what they take from the client
    default Map<String, Json> required(JsonScan request, Target target, Losses losses) {
        return Map.of();
    }

    /// The member that sets how hard the model thinks, for a client that asks for it by a header; null if the model has
    /// no such level.
    ///
    /// @param effort the level wanted
    /// @param model  what is known of the model
    EffortField effortField(Effort effort, ModelTraits model);

    /// Reads a client's request. Unknown fields go into the ledger as dropped.
    /// @throws llmrouter.chat.GatewayError the request is malformed
    Conversation readRequest(Json.Obj body, Losses losses);

    /// Writes a request for a provider.
    /// @throws llmrouter.chat.GatewayError the request cannot be expressed at all
    WrittenRequest writeRequest(Conversation conversation, Target target, Losses losses);

    /// Reads a provider's whole answer.
    /// @throws BadAnswer the body is not what the format promises
    Answer readAnswer(Json.Obj body);

    /// Checks a whole answer that is passed on unchanged.
    ///
    /// @param topLevel of the body, possibly one character per byte
    /// @return its usage, or null
    /// @throws BadAnswer the body is not what the format promises
    Usage checkAnswer(JsonScan topLevel);

    /// Checks the answer to an embeddings request, as [#checkAnswer] checks an answer in words. Called only for a
    /// format with an endpoint for embeddings.
    /// @throws BadAnswer the body is not what the endpoint promises
    default Usage checkEmbeddings(JsonScan topLevel) {
        return checkAnswer(topLevel);
    }

    /// The member that holds the number in the answer to a request to count tokens. Called only for a format with an
    /// endpoint for that.
    default String tokenCountField() {
        return "input_tokens";
    }

    Json.Obj writeAnswer(Answer answer, AnswerContext context);

    /// Writes the answer to a request for nothing but a summary. Called only for a format with an endpoint for that.
    ///
    /// @param answer  whose only part is the summary
    /// @param request of the client
    default Json.Obj writeSummary(Answer answer, JsonScan request, AnswerContext context) {
        return writeAnswer(answer, context);
    }

    /// The events of the stream that would have told a whole answer, with every member of the answer.
    ///
    /// @param answer that [#readAnswer] can read
    /// @param usage  whether the client asked for usage in its stream, for formats where it must ask
    List<SseEvent> asStream(Json.Obj answer, boolean usage);

    /// The whole answer that a stream of this format has told, for a client of this format. What the reader does not
    /// understand is in it as far as the format says how the events are put together.
    ///
    /// @param answer what the reader of the stream understood
    /// @param events the data of the stream's events
    Json.Obj asWhole(Answer answer, List<Json.Obj> events, AnswerContext context);

    /// Whether the answer must name the model as the client asked for it, not as the provider calls it.
    default boolean answerNamesAskedModel() {
        return false;
    }

    /// The text of an event that is passed on, with `model` as the model's name if the event has one; else unchanged.
    ///
    /// @param event one character per byte
    /// @param model one character per byte, as a JSON string
    default String withModel(SseEvent event, String model) {
        return event.raw();
    }

    /// The event that ends every stream that was completed; empty if the event that completes the answer is the last
    /// one.
    String lastEvent();

    /// Whether a stream whose answer is complete ends with this event. In most formats the event that completes the
    /// answer is the last.
    default boolean isLastEvent(SseEvent event) {
        return true;
    }

    /// Whether clients of this format read the event as an error that ends their stream, so that it can be passed on
    /// unchanged. False if an error takes more than one event: then the gateway writes all of them.
    boolean isErrorEvent(SseEvent event);

    /// Text that keeps a client's stream open while the provider is silent: a comment, which every client ignores,
    /// unless the format has a heartbeat of its own.
    ///
    /// @param begun whether an event of the answer has been sent
    default String heartbeat(boolean begun) {
        return SseEncoder.comment("llm-router is waiting for the provider");
    }

    StreamReader streamReader();

    /// A reader for a stream that goes to a client of this format unchanged. It reports the same starts, usage, ends
    /// and failures, and the first meaningful event, but not every piece of content: it buffers nothing, and so it
    /// never fails because a buffer is full.
    StreamReader streamWatcher();

    StreamWriter streamWriter(AnswerContext context);

    /// Reads a provider's error body in any form: the format's own, other JSON, HTML, or empty.
    ApiError readError(int status, String body);

    /// Whether the `error` member of a provider's error body is complete for clients of this format.
    default boolean isComplete(Json.Obj error) {
        return true;
    }

    /// The JSON body of an error for a client of this format.
    String writeError(ApiError error, String requestId);

    /// The event-stream text that ends a client's stream with an error.
    ///
    /// @param told how many events have been sent to the client, for formats that number them
    String writeStreamError(ApiError error, String requestId, long told);

    /// The text that ends a stream of which nothing has been sent to the client yet.
    default String writeStreamError(ApiError error, String requestId) {
        return writeStreamError(error, requestId, 0);
    }

    /// The list of models, or the page of it that the client asks for.
    ///
    /// @param query gives the decoded value of a parameter of the URL, or null
    /// @throws llmrouter.chat.GatewayError a parameter is wrong
    default Json.Obj writeModels(List<ListedModel> models, UnaryOperator<String> query) {
        return OpenAiModels.list(models);
    }

    /// One model in the form that it has in the list.
    default Json.Obj writeModel(ListedModel model) {
        return OpenAiModels.model(model);
    }
}
