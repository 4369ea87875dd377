package llmrouter.protocol.messages;

import java.util.HashMap;
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
import llmrouter.json.JsonError;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.continuity.ThinkingBlocks;
import llmrouter.protocol.errors.AnthropicError;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.FormatSigns;
import llmrouter.protocol.ListedModel;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.continuity.ClosedSummaries;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.messages.headers.MessagesBetas;
import llmrouter.protocol.messages.headers.MessagesHeaders;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ModelTraits.Mark;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.protocol.shape.GatheredMessage;
import llmrouter.protocol.shape.MessageEvents;
import llmrouter.protocol.summary.CompactionBlocks;
import llmrouter.sse.SseEvent;

/// Anthropic's Messages. Each direction is a class of its own.
public final class Messages implements Protocol {
    public static final Messages PROTOCOL = new Messages();

    private static final FormatSigns SIGNS = new MessagesSigns();
    private static final List<String> EFFORT_FIELDS = List.of("output_config", "thinking");

    private Messages() {}

    @Override
    public Format format() {
        return Format.CLAUDE;
    }

    @Override
    public FormatSigns signs() {
        return SIGNS;
    }

    @Override
    public List<Header> headers(HeaderMap client, boolean sameFormat, Provider provider, Set<String> learned) {
        return MessagesHeaders.of(client, sameFormat, provider, learned);
    }

    @Override
    public String refusedHeader(HeaderMap sent, String words, Provider provider) {
        return MessagesBetas.refused(sent, words, provider);
    }

    @Override
    public String requestIdHeader() {
        return "request-id";
    }

    @Override
    public String session(JsonScan request) {
        return MessagesSession.of(request);
    }

    @Override
    public ApiError heldElsewhere(JsonScan request) {
        return MessagesRequestReader.continuesThread(request) ? AnthropicError.continuedThread() : null;
    }

    @Override
    public void check(JsonScan topLevel) {
        MessagesRequestReader.check(topLevel);
    }

    @Override
    public List<Seal> seals(String body) {
        return ThinkingBlocks.seals(body);
    }

    @Override
    public List<Seal> seals(JsonScan request) {
        return ThinkingBlocks.seals(request);
    }

    @Override
    public List<Seal> seals(SseEvent event) {
        return ClosedSummaries.seals(ThinkingBlocks.closedSummary(event));
    }

    @Override
    public List<String> closedSummaries(JsonScan request) {
        return ThinkingBlocks.closedSummaries(request);
    }

    @Override
    public Map<String, Json> opened(JsonScan request, Continuity continuity) {
        Json.Arr kept = CompactionBlocks.opened(request, ThinkingBlocks.opened(request, continuity));
        if (kept == null && !continuity.refused()) return Map.of();
        var members = new HashMap<String, Json>();
        if (kept != null) members.put("messages", kept);
        Json messages = kept != null ? kept : request.get("messages");
        boolean enabled = request.get("thinking") instanceof Json.Obj thinking
            && "enabled".equals(thinking.text("type"));
        if (enabled && messages instanceof Json.Arr turns && ThinkingBlocks.bareToolTurn(turns)) {
            members.put("thinking", null);
            continuity.leftOut();
        }
        return members;
    }

    @Override
    public EffortField effortField(Effort effort, ModelTraits model) {
        if (effort == Effort.NONE && !model.has(Mark.THINKS_ALWAYS)) {
            String off = model.has(Mark.THINKS_BETWEEN_TOOLS) ? "between_tools" : "disabled";
            return new EffortField("thinking", Json.object().put("type", off), EFFORT_FIELDS);
        }
        Effort level = effort == Effort.NONE ? Effort.LOW : model.offered(effort);
        if (level == null || model.thinking() == ModelTraits.Thinking.BUDGET) return null;
        return new EffortField("output_config", Json.object().put("effort", level.word()), EFFORT_FIELDS);
    }

    @Override
    public Conversation readRequest(Json.Obj body, Losses losses) {
        return MessagesRequestReader.read(body, losses);
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, Target target, Losses losses) {
        return MessagesRequestWriter.write(conversation, target, losses);
    }

    @Override
    public Answer readAnswer(Json.Obj body) {
        return MessagesAnswerReader.read(body);
    }

    @Override
    public Usage checkAnswer(JsonScan topLevel) {
        return MessagesAnswerReader.check(topLevel);
    }

    /// Claude Code replays signed thinking only to the model that the answer named. Under the provider's own name a
    /// conversation on an alias would lose its thinking with every turn, and the vendor refuses a tool turn whose
    /// enabled thinking is missing.
    @Override
    public boolean answerNamesAskedModel() {
        return true;
    }

    @Override
    public String withModel(SseEvent event, String model) {
        if (event.data() == null || !"message_start".equals(event.name())) return event.raw();
        try {
            var start = JsonScan.of(event.data());
            int at = event.raw().indexOf(event.data());
            if (at < 0 || start.isNull("message")) return event.raw();
            var message = JsonScan.of(start.raw("message"));
            if (!message.has("model")) return event.raw();
            String named = start.splice().set("message", message.splice().set("model", model).apply()).apply();
            return event.raw().substring(0, at) + named + event.raw().substring(at + event.data().length());
        } catch (JsonError _) {
            return event.raw(); // no start of a message, although it has the name
        }
    }

    @Override
    public Json.Obj writeAnswer(Answer answer, AnswerContext context) {
        return MessagesAnswerWriter.write(answer, context);
    }

    @Override
    public List<SseEvent> asStream(Json.Obj answer, boolean usage) {
        return MessageEvents.of(answer);
    }

    @Override
    public Json.Obj asWhole(Answer answer, List<Json.Obj> events, AnswerContext context) {
        Json.Obj gathered = GatheredMessage.of(events, answer, this::readAnswer, context.losses());
        return gathered != null ? gathered : writeAnswer(answer, context);
    }

    @Override
    public String lastEvent() {
        return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    @Override
    public boolean isErrorEvent(SseEvent event) {
        try {
            return "error".equals(event.name()) && event.data() != null
                && JsonScan.of(event.data()).kind("error") == JsonKind.OBJECT;
        } catch (JsonError _) {
            return false; // words, which no client reads
        }
    }

    @Override
    public String heartbeat(boolean begun) {
        return begun ? "event: ping\ndata: {\"type\": \"ping\"}\n\n" : Protocol.super.heartbeat(begun);
    }

    @Override
    public StreamReader streamReader() {
        return MessagesStreamReader.of(new BlockSequencer());
    }

    @Override
    public StreamReader streamWatcher() {
        return MessagesStreamReader.of(BlockSequencer.watched());
    }

    @Override
    public StreamWriter streamWriter(AnswerContext context) {
        return new MessagesStreamWriter(context);
    }

    @Override
    public ApiError readError(int status, String body) {
        return ErrorReader.read(status, body);
    }

    @Override
    public boolean isComplete(Json.Obj error) {
        return error.has("type");
    }

    @Override
    public String writeError(ApiError error, String requestId) {
        return AnthropicError.write(error, requestId);
    }

    @Override
    public String writeStreamError(ApiError error, String requestId, long told) {
        return AnthropicError.writeEvent(error, requestId);
    }

    @Override
    public Json.Obj writeModels(List<ListedModel> models, UnaryOperator<String> query) {
        return MessagesModels.page(models, query);
    }

    @Override
    public Json.Obj writeModel(ListedModel model) {
        return MessagesModels.model(model);
    }
}
