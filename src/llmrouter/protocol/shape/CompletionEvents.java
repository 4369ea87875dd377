package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.sse.SseEvent;

/// A whole `chat.completion` as the stream that would have told it: a chunk with all of each choice's message, a chunk
/// with each finish reason, the usage, `[DONE]`. Every member of the answer is in the stream.
public final class CompletionEvents {
    private static final Set<String> OF_THE_ANSWER = Set.of("object", "choices", "usage");
    private static final Set<String> OF_THE_CHOICE = Set.of("index", "message", "delta", "text",
        "finish_reason", "stop_reason");
    private static final Json NONE = Json.Null.NULL;

    private final Json.Obj answer;
    private final List<SseEvent> events = new ArrayList<>();

    private CompletionEvents(Json.Obj answer) {
        this.answer = answer;
    }

    /// @param usage whether the client asked for usage in the stream; if not, the last chunk of the answer has it
    public static List<SseEvent> of(Json.Obj answer, boolean usage) {
        return new CompletionEvents(answer).all(usage);
    }

    private List<SseEvent> all(boolean usage) {
        List<Json.Obj> choices = answer.objects("choices");
        for (int i = 0; i < choices.size(); i++) {
            Json.Obj choice = choices.get(i);
            Json.Obj told = Json.object().put("index", choice.number("index", i)).put("delta", delta(choice));
            choice.members().forEach((name, value) -> {
                if (!OF_THE_CHOICE.contains(name)) told.put(name, value);
            });
            chunk(Json.array(told.put("finish_reason", NONE)), null);
        }
        Json counted = answer.get("usage");
        for (int i = 0; i < choices.size(); i++) {
            Json.Obj choice = choices.get(i);
            Json.Obj end = Json.object().put("index", choice.number("index", i)).put("delta", Json.object())
                .put("finish_reason", finish(choice)).put("stop_reason", choice.get("stop_reason"));
            chunk(Json.array(end), !usage && i + 1 == choices.size() ? counted : null);
        }
        if (usage && counted != null) chunk(Json.array(), counted);
        events.add(TextEvents.plain("[DONE]"));
        return events;
    }

    private void chunk(Json.Arr choices, Json usage) {
        Json.Obj chunk = Json.object();
        answer.members().forEach((name, value) -> {
            if (!OF_THE_ANSWER.contains(name)) chunk.put(name, value);
        });
        chunk.put("object", "chat.completion.chunk").put("choices", choices).put("usage", usage);
        events.add(TextEvents.plain(chunk.toString()));
    }

    /// The message; its calls are numbered, by which clients put the pieces of a call together.
    private static Json.Obj delta(Json.Obj choice) {
        Json.Obj message = message(choice);
        Json.Obj delta = Json.object();
        message.members().forEach(delta::put);
        if (!(message.get("tool_calls") instanceof Json.Arr calls)) return delta;
        Json.Arr numbered = Json.array();
        var ids = new HashSet<String>();
        for (Json call : calls.items()) {
            if (!(call instanceof Json.Obj o)) continue;
            Json.Obj piece = Json.object().put("index", numbered.size());
            o.members().forEach((name, value) -> {
                if (!name.equals("index")) piece.put(name, value);
            });
            // pieces with one id are one call
            if (o.text("id") instanceof String id && !id.isEmpty() && !ids.add(id)) {
                piece.put("id", id + "_" + numbered.size());
            }
            numbered.add(piece);
        }
        return delta.put("tool_calls", numbered);
    }

    /// A whole answer is complete also where its provider left out the reason.
    private static String finish(Json.Obj choice) {
        if (choice.text("finish_reason") instanceof String word && !word.isEmpty()) return word;
        return message(choice).items("tool_calls").isEmpty() ? "stop" : "tool_calls";
    }

    /// Some providers have a delta or a bare text in place of the message.
    private static Json.Obj message(Json.Obj choice) {
        for (String member : new String[] {"message", "delta"}) {
            if (choice.object(member) instanceof Json.Obj message) return message;
        }
        return Json.object().put("role", "assistant").put("content", choice.text("text"));
    }
}
