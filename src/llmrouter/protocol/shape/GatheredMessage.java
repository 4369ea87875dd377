package llmrouter.protocol.shape;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Text;

/// A `message` put together from the events of a stream, as the vendor's clients do it: `message_start` with the
/// deltas of its blocks and of its end. Members and blocks that no other format knows are in it too. One message, one
/// owner.
public final class GatheredMessage {
    private final Map<Long, Json.Obj> blocks = new TreeMap<>();
    private final Map<Long, Text> said = new TreeMap<>();
    private final Map<Long, Text> signed = new TreeMap<>();
    private Json.Obj message;
    private boolean whole = true;

    private GatheredMessage() {}

    /// @return null if the events do not fit together, so that only what a reader made of them is known
    public static Json.Obj of(List<Json.Obj> events) {
        var gathered = new GatheredMessage();
        for (Json.Obj event : events) gathered.take(event);
        return gathered.message != null && gathered.whole ? gathered.message() : null;
    }

    private void take(Json.Obj event) {
        Long index = event.number("index", 0);
        switch (event.text("type")) {
            case "message_start" -> {
                if (message != null || event.object("message") == null) return;
                message = copy(event.object("message"));
            }
            case "content_block_start" -> {
                if (event.object("content_block") instanceof Json.Obj block) blocks.put(index, copy(block));
                else whole = false;
            }
            case "content_block_delta" -> delta(index, event.object("delta"));
            case "message_delta" -> end(event);
            case null, default -> { } // pings, and the ends of blocks and of the message
        }
    }

    private void delta(Long index, Json.Obj delta) {
        Json.Obj block = blocks.get(index);
        if (block == null || delta == null) {
            whole = false;
            return;
        }
        switch (delta.text("type")) {
            case "text_delta" -> say(index, delta.text("text"));
            case "thinking_delta" -> say(index, delta.text("thinking"));
            case "input_json_delta" -> say(index, delta.text("partial_json"));
            case "signature_delta" -> {
                String more = delta.text("signature");
                if (more != null) signed.computeIfAbsent(index, _ -> new Text()).add(more);
            }
            case "citations_delta" -> {
                Json.Arr all = Json.array();
                all.items().addAll(block.items("citations"));
                block.put("citations", all.add(delta.get("citation")));
            }
            case "compaction_delta" -> delta.members().forEach((name, value) -> {
                if (!name.equals("type")) block.put(name, value);
            });
            case null, default -> whole = false;
        }
    }

    private void say(Long index, String more) {
        if (more == null) whole = false;
        else said.computeIfAbsent(index, _ -> new Text()).add(more);
    }

    private void end(Json.Obj event) {
        if (message == null) return;
        event.members().forEach((name, value) -> {
            if (name.equals("usage") || name.equals("delta") || name.equals("type")) return;
            message.put(name, value);
        });
        if (event.object("delta") instanceof Json.Obj delta) delta.members().forEach(message::put);
        if (!(event.object("usage") instanceof Json.Obj last)) return;
        Json.Obj usage = message.object("usage") == null ? Json.object() : copy(message.object("usage"));
        last.members().forEach((name, value) -> {
            if (!Json.isNull(value)) usage.put(name, value);
        });
        message.put("usage", usage);
    }

    private Json.Obj message() {
        Json.Arr content = Json.array();
        blocks.forEach((index, block) -> {
            finish(block, said.get(index));
            if (signed.get(index) instanceof Text signature) block.put("signature", signature.toString());
            content.add(block);
        });
        return whole ? message.put("content", content) : null;
    }

    private void finish(Json.Obj block, Text words) {
        if (words == null) return;
        String type = block.text("type") == null ? "" : block.text("type");
        switch (type) {
            case "text", "thinking" -> {
                String before = block.text(type) == null ? "" : block.text(type);
                block.put(type, before + words);
            }
            default -> input(block, words.toString());
        }
    }

    private void input(Json.Obj block, String words) {
        try {
            block.put("input", words.isEmpty() ? Json.object() : Json.parse(words));
        } catch (JsonError _) {
            whole = false; // the reader of the stream decides what to do about it
        }
    }

    private static Json.Obj copy(Json.Obj object) {
        Json.Obj copy = Json.object();
        object.members().forEach(copy::put);
        return copy;
    }
}
