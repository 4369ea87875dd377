package llmrouter.protocol.messages;

import java.util.HashMap;
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
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.StreamWriter;
import llmrouter.protocol.Target;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.answer.BlockRow;
import llmrouter.protocol.request.SignatureCodec;
import llmrouter.sse.SseEvent;

/// The format's door: every direction is a class of its own.
public final class Messages implements Protocol {
    public static final Messages PROTOCOL = new Messages();

    private Messages() {}

    @Override
    public Format format() {
        return Format.CLAUDE;
    }

    @Override
    public void check(JsonScan topLevel) {
        MessagesRequestReader.check(topLevel);
    }

    @Override
    public List<String> signatures(String body) {
        return ThinkingBlocks.signatures(body);
    }

    @Override
    public Map<String, Json> withoutThinking(JsonScan request, Predicate<String> foreign) {
        Json.Arr kept = ThinkingBlocks.without(request, signature -> SignatureCodec.isEncrypted(signature) || foreign.test(signature));
        if (kept == null && !foreign.test("")) return Map.of();
        var members = new HashMap<String, Json>();
        if (kept != null) members.put("messages", kept);
        Json messages = kept != null ? kept : request.get("messages");
        boolean enabled = request.get("thinking") instanceof Json.Obj thinking && "enabled".equals(thinking.text("type"));
        if (enabled && messages instanceof Json.Arr turns && ThinkingBlocks.bareToolTurn(turns)) members.put("thinking", null);
        return members;
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

    @Override
    public Json.Obj writeAnswer(Answer answer, AnswerContext context) {
        return MessagesAnswerWriter.write(answer, context);
    }

    @Override
    public String lastEvent() {
        return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    @Override
    public boolean isErrorEvent(SseEvent event) {
        return "error".equals(event.name());
    }

    @Override
    public String heartbeat(boolean begun) {
        return begun ? "event: ping\ndata: {\"type\": \"ping\"}\n\n" : Protocol.super.heartbeat(begun);
    }

    @Override
    public StreamReader streamReader() {
        return MessagesStreamReader.of(new BlockRow());
    }

    @Override
    public StreamReader streamWatcher() {
        return MessagesStreamReader.of(BlockRow.watched());
    }

    @Override
    public StreamWriter streamWriter(AnswerContext context) {
        return new MessagesStreamWriter(context);
    }

    @Override
    public ApiError readError(int status, String body) {
        return MessagesErrors.read(status, body);
    }

    @Override
    public String writeError(ApiError error, String requestId) {
        return MessagesErrors.write(error, requestId);
    }

    @Override
    public String writeStreamError(ApiError error, String requestId, long told) {
        return MessagesErrors.writeEvent(error, requestId);
    }
}
