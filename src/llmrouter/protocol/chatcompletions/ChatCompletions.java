package llmrouter.protocol.chatcompletions;

import java.util.List;
import java.util.Map;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.Losses;
import llmrouter.chat.Reasoning.Effort;
import llmrouter.chat.Seal;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.FormatSigns;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.BlockSequencer;
import llmrouter.protocol.chatcompletions.members.RestoredMembers;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.protocol.request.EffortField;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.protocol.shape.CompletionEvents;
import llmrouter.protocol.shape.GatheredCompletion;
import llmrouter.sse.SseEvent;
import llmrouter.text.Ws;

/// OpenAI's Chat Completions. Each direction is a class of its own.
public final class ChatCompletions implements Protocol {
    public static final ChatCompletions PROTOCOL = new ChatCompletions();
    /// Why a request with tools asks for no thinking.
    static final String TOOLS_WITHOUT_THINKING = "none because this model takes no tools beside thinking";

    private static final FormatSigns SIGNS = new ChatCompletionsSigns();

    private ChatCompletions() {}

    @Override
    public Format format() {
        return Format.OPENAI;
    }

    @Override
    public FormatSigns signs() {
        return SIGNS;
    }

    @Override
    public void check(JsonScan topLevel) {
        ChatCompletionsRequestReader.check(topLevel);
    }

    @Override
    public List<Seal> seals(String body) {
        return ChatContinuity.seals(body);
    }

    @Override
    public List<Seal> seals(JsonScan request) {
        return ChatContinuity.mentions(request) ? seals(request.source()) : List.of();
    }

    @Override
    public List<Seal> seals(SseEvent event) {
        return ChatContinuity.mentions(event.data()) ? ChatContinuity.seals(event.data()) : List.of();
    }

    @Override
    public Map<String, Json> opened(JsonScan request, Continuity continuity) {
        Json.Arr messages = ChatContinuity.opened(request, continuity);
        return messages == null ? Map.of() : Map.of("messages", messages);
    }

    @Override
    public Map<String, Json> required(JsonScan request, Target target, Losses losses) {
        if (!target.requires("reasoning_effort") || "none".equals(request.text("reasoning_effort"))) return Map.of();
        boolean tools = !request.isNull("tools") && !request.isEmpty("tools")
            || !request.isNull("functions") && !request.isEmpty("functions");
        if (!tools) return Map.of();
        losses.approximated("reasoning_effort", TOOLS_WITHOUT_THINKING);
        return Map.of("reasoning_effort", Json.of(Effort.NONE.word()));
    }

    @Override
    public EffortField effortField(Effort effort, ModelTraits model) {
        Effort level = model.offered(effort);
        return level == null ? null : EffortField.openAi("reasoning_effort", Json.of(level.word()));
    }

    @Override
    public Conversation readRequest(Json.Obj body, Losses losses) {
        return ChatCompletionsRequestReader.read(body, losses);
    }

    @Override
    public WrittenRequest writeRequest(Conversation conversation, Target target, Losses losses) {
        return ChatCompletionsRequestWriter.write(conversation, target, losses);
    }

    @Override
    public Answer readAnswer(Json.Obj body) {
        return ChatCompletionsAnswerReader.read(body);
    }

    @Override
    public Usage checkAnswer(JsonScan topLevel) {
        return ChatCompletionsAnswerReader.check(topLevel);
    }

    @Override
    public Usage checkEmbeddings(JsonScan topLevel) {
        return ChatCompletionsAnswerReader.check(topLevel, "data");
    }

    @Override
    public Json.Obj writeAnswer(Answer answer, AnswerContext context) {
        return ChatCompletionsAnswerWriter.write(answer, context);
    }

    @Override
    public List<SseEvent> asStream(Json.Obj answer, boolean usage) {
        return CompletionEvents.of(answer, usage);
    }

    @Override
    public Json.Obj asWhole(Answer answer, List<Json.Obj> events, AnswerContext context) {
        Losses losses = context.losses();
        return GatheredCompletion.of(answer, events, losses, a -> writeAnswer(a, context), new RestoredMembers(losses));
    }

    @Override
    public String lastEvent() {
        return "data: [DONE]\n\n";
    }

    /// `[DONE]` follows the chunk that completes the answer.
    @Override
    public boolean isLastEvent(SseEvent event) {
        return event.data() != null && Ws.trim(event.data()).equals("[DONE]");
    }

    @Override
    public boolean isErrorEvent(SseEvent event) {
        try {
            return event.data() != null && !JsonScan.of(event.data()).isNull("error");
        } catch (JsonError _) {
            return false; // not JSON: no client reads an error in it
        }
    }

    @Override
    public StreamReader streamReader() {
        return new ChatCompletionsStreamReader(new BlockSequencer());
    }

    @Override
    public StreamReader streamWatcher() {
        return new ChatCompletionsStreamReader(BlockSequencer.watched());
    }

    @Override
    public StreamWriter streamWriter(AnswerContext context) {
        return new ChatCompletionsStreamWriter(context);
    }

    @Override
    public ApiError readError(int status, String body) {
        return ErrorReader.read(status, body);
    }

    @Override
    public String writeError(ApiError error, String requestId) {
        return OpenAiError.body(error);
    }

    @Override
    public String writeStreamError(ApiError error, String requestId, long told) {
        return OpenAiError.event(error);
    }
}
