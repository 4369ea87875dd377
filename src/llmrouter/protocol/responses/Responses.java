package llmrouter.protocol.responses;

import java.util.List;
import java.util.Map;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.FormatSigns;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.continuity.EncryptedReasoning;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.protocol.earlier.EarlierItems;
import llmrouter.protocol.earlier.Recalled;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.protocol.continuity.ClosedSummaries;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.protocol.shape.GatheredResponse;
import llmrouter.protocol.shape.ResponseEvents;
import llmrouter.protocol.summary.CompactionItems;
import llmrouter.sse.SseEvent;

/// OpenAI's Responses. Each direction is a class of its own.
public final class Responses implements Protocol {
    public static final Responses PROTOCOL = new Responses();

    private static final FormatSigns SIGNS = new ResponsesSigns();

    private Responses() {}

    @Override
    public Format format() {
        return Format.RESPONSES;
    }

    @Override
    public FormatSigns signs() {
        return SIGNS;
    }

    @Override
    public void check(JsonScan topLevel) {
        ResponsesRequestReader.check(topLevel);
    }

    @Override
    public Recalled recall(JsonScan request, EarlierAnswers earlier) {
        return new EarlierItems(request, earlier).recall();
    }

    @Override
    public List<Seal> seals(String body) {
        return EncryptedReasoning.seals(body);
    }

    @Override
    public List<Seal> seals(JsonScan request) {
        return EncryptedReasoning.seals(request);
    }

    @Override
    public List<Seal> seals(SseEvent event) {
        return ClosedSummaries.seals(EncryptedReasoning.closedSummary(event));
    }

    @Override
    public List<String> closedSummaries(JsonScan request) {
        return EncryptedReasoning.closedSummaries(request);
    }

    @Override
    public Map<String, Json> opened(JsonScan request, Continuity continuity) {
        Json.Arr opened = EncryptedReasoning.opened(request, continuity);
        Json.Arr input = CompactionItems.opened(request, opened);
        return input == null ? Map.of() : Map.of("input", input);
    }

    @Override
    public Json.Obj writeSummary(Answer answer, JsonScan request, AnswerContext context) {
        return CompactionItems.compacted(ResponsesAnswerWriter.write(answer, context), request);
    }

    @Override
    public EffortField effortField(Effort effort, ModelTraits model) {
        Effort level = model.offered(effort);
        return level == null ? null : EffortField.openAi("reasoning", Json.object().put("effort", level.word()));
    }

    @Override
    public Conversation readRequest(Json.Obj body, Losses losses) {
        return ResponsesRequestReader.read(body, losses);
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, Target target, Losses losses) {
        return ResponsesRequestWriter.write(conversation, target, losses);
    }

    @Override
    public Answer readAnswer(Json.Obj body) {
        return ResponsesAnswerReader.read(body);
    }

    @Override
    public Usage checkAnswer(JsonScan topLevel) {
        return ResponsesAnswerReader.check(topLevel);
    }

    @Override
    public Json.Obj writeAnswer(Answer answer, AnswerContext context) {
        return ResponsesAnswerWriter.write(answer, context);
    }

    @Override
    public List<SseEvent> asStream(Json.Obj answer, boolean usage) {
        return ResponseEvents.of(answer);
    }

    @Override
    public Json.Obj asWhole(Answer answer, List<Json.Obj> events, AnswerContext context) {
        return GatheredResponse.of(events, writeAnswer(answer, context), this::readAnswer);
    }

    @Override
    public StreamReader streamReader() {
        return ResponsesStreamReader.of(new BlockSequencer());
    }

    @Override
    public StreamReader streamWatcher() {
        return ResponsesStreamReader.of(BlockSequencer.watched());
    }

    @Override
    public StreamWriter streamWriter(AnswerContext context) {
        return new ResponsesStreamWriter(context, 0);
    }

    @Override
    public ApiError readError(int status, String body) {
        return ErrorReader.read(status, body);
    }

    @Override
    public String writeError(ApiError error, String requestId) {
        return OpenAiError.body(error, OutputItems.ANSWER_LIMIT);
    }

    @Override
    public String writeStreamError(ApiError error, String requestId, long told) {
        return new ResponsesStreamWriter(new AnswerContext(requestId, "unknown", 0, true), told)
            .write(new AnswerEvent.Failed(error));
    }

    /// The event that completes an answer is the last one.
    @Override
    public String lastEvent() {
        return "";
    }

    /// An error takes two events, `error` and `response.failed`, and reading ends at the first.
    @Override
    public boolean isErrorEvent(SseEvent event) {
        return false;
    }
}
