package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.sse.SseEvent;

/// A whole `message` as the stream that would have told it: the start with all but the content, each block opened,
/// said in one delta and closed, the stop reason with the usage, `message_stop`. Every member of the answer is in the
/// stream.
public final class MessageEvents {
    private static final Json NONE = Json.Null.NULL;
    /// members that the end of a stream tells beside the stop reason
    private static final List<String> OF_THE_END = List.of("stop_sequence", "stop_details", "container");
    private static final Set<String> SAID = Set.of("text", "thinking", "signature", "input", "citations");

    private final List<SseEvent> events = new ArrayList<>();

    private MessageEvents() {}

    public static List<SseEvent> of(Json.Obj answer) {
        var stream = new MessageEvents();
        stream.start(answer);
        List<Json.Obj> blocks = valid(answer.objects("content"));
        for (int i = 0; i < blocks.size(); i++) stream.block(i, blocks.get(i));
        stream.end(answer, blocks);
        return stream.events;
    }

    private void start(Json.Obj answer) {
        Json.Obj message = Json.object();
        answer.members().forEach(message::put);
        message.put("content", Json.array()).put("stop_reason", NONE).put("stop_sequence", NONE);
        if (message.has("stop_details")) message.put("stop_details", NONE);
        if (answer.object("usage") instanceof Json.Obj counted) {
            Json.Obj usage = Json.object();
            counted.members().forEach(usage::put);
            message.put("usage", usage.put("output_tokens", 0));
        }
        event(typed("message_start").put("message", message));
    }

    /// Another model has gone on behind a block of the type `fallback`, and the calls before it are not to be run. A
    /// client learns that too late from a stream.
    private static List<Json.Obj> valid(List<Json.Obj> blocks) {
        var valid = new ArrayList<Json.Obj>(blocks.size());
        for (Json.Obj block : blocks) {
            if ("fallback".equals(block.text("type"))) valid.removeIf(b -> "tool_use".equals(b.text("type")));
            valid.add(block);
        }
        return valid;
    }

    private void block(int index, Json.Obj block) {
        String type = block.text("type") == null ? "" : block.text("type");
        boolean pieces = switch (type) {
            case "text", "thinking", "tool_use", "server_tool_use", "mcp_tool_use" -> true;
            default -> false;
        };
        event(indexed("content_block_start", index).put("content_block", pieces ? opened(block) : block));
        if (pieces) say(index, block);
        event(indexed("content_block_stop", index));
    }

    /// The block without what it says, which comes in deltas: clients put a block together from those alone.
    private static Json.Obj opened(Json.Obj block) {
        Json.Obj opened = Json.object();
        block.members().forEach((name, value) -> {
            if (!SAID.contains(name)) opened.put(name, value);
        });
        return switch (block.text("type")) {
            case "text" -> opened.put("text", "").put("citations", block.has("citations") ? Json.array() : null);
            case "thinking" -> opened.put("thinking", "").put("signature", "");
            default -> opened.put("input", Json.object());
        };
    }

    private void say(int index, Json.Obj block) {
        delta(index, "text_delta", "text", block.get("text"));
        delta(index, "thinking_delta", "thinking", block.get("thinking"));
        delta(index, "signature_delta", "signature", block.get("signature"));
        for (Json citation : block.items("citations")) delta(index, "citations_delta", "citation", citation);
        Json input = block.get("input");
        boolean empty = input instanceof Json.Obj o && o.members().isEmpty();
        if (input == null || empty) return; // the vendor sends no words for it either
        Json words = input instanceof Json.Str ? input : Json.of(input.toString());
        delta(index, "input_json_delta", "partial_json", words);
    }

    private void delta(int index, String type, String member, Json said) {
        if (Json.isNull(said) || said instanceof Json.Str s && s.value().isEmpty()) return;
        event(indexed("content_block_delta", index).put("delta", typed(type).put(member, said)));
    }

    private void end(Json.Obj answer, List<Json.Obj> blocks) {
        Json.Obj delta = Json.object().put("stop_reason", stop(answer, blocks));
        for (String name : OF_THE_END) delta.put(name, answer.get(name));
        event(typed("message_delta").put("delta", delta).put("usage", answer.get("usage"))
            .put("context_management", answer.get("context_management")));
        event(typed("message_stop"));
    }

    /// A whole answer is complete also where its provider left out the reason.
    private static String stop(Json.Obj answer, List<Json.Obj> blocks) {
        if (answer.text("stop_reason") instanceof String word && !word.isEmpty()) return word;
        boolean called = blocks.stream().anyMatch(block -> "tool_use".equals(block.text("type")));
        return called ? "tool_use" : "end_turn";
    }

    private static Json.Obj typed(String type) {
        return Json.object().put("type", type);
    }

    private static Json.Obj indexed(String type, int index) {
        return typed(type).put("index", index);
    }

    private void event(Json.Obj data) {
        events.add(TextEvents.named(data));
    }
}
