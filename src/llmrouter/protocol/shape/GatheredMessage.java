package llmrouter.protocol.shape;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import llmrouter.chat.Answer;
import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.text.Text;

/// A `message` put together from the events of a stream, as the vendor's clients do it: `message_start` with the
/// deltas of its blocks and of its end. Members and blocks that no other format knows are in it too. One message, one
/// owner.
public final class GatheredMessage {
    /// Of answers that ended within something, so that a call in them may be incomplete.
    private static final Set<String> CUT = Set.of("max_tokens", "refusal", "pause_turn",
        "model_context_window_exceeded");

    private final Losses losses;
    private final Map<Long, Json.Obj> blocks = new TreeMap<>();
    private final Map<Long, Text> said = new TreeMap<>();
    private final Map<Long, Text> signed = new TreeMap<>();
    private Json.Obj message;
    private boolean whole = true;

    private GatheredMessage(Losses losses) {
        this.losses = losses;
    }

    /// @param answer what the reader of the stream understood
    /// @param read   reads a message
    /// @param losses gets a call that has no form in a whole answer, because the answer ended within its arguments
    /// @return null if the events put together do not say what the reader understood
    public static Json.Obj of(List<Json.Obj> events, Answer answer, Function<Json.Obj, Answer> read, Losses losses) {
        var gathered = new GatheredMessage(losses);
        for (Json.Obj event : events) gathered.take(event);
        if (gathered.message == null || !gathered.whole) return null;
        Json.Obj message = gathered.message();
        return message != null && AnswerWords.same(read.apply(message), answer) ? message : null;
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
        if (block == null || block.text("type") == null || delta == null) {
            whole = false;
            return;
        }
        switch (delta.text("type")) {
            case "text_delta" -> say(index, delta.text("text"), block.text("type").equals("text"));
            case "thinking_delta" -> say(index, delta.text("thinking"), block.text("type").equals("thinking"));
            case "input_json_delta" ->
                say(index, delta.text("partial_json"), block.text("type").endsWith("tool_use"));
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

    /// @param fits whether the block is of the delta's type
    private void say(Long index, String more, boolean fits) {
        if (more == null || !fits) whole = false;
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
            if (!finish(block, said.get(index))) return;
            if (signed.get(index) instanceof Text signature) block.put("signature", signature.toString());
            content.add(block);
        });
        return whole ? message.put("content", content) : null;
    }

    /// @return false if the block has no form in a whole answer
    private boolean finish(Json.Obj block, Text words) {
        if (words == null) return true;
        String type = block.text("type");
        if (!type.equals("text") && !type.equals("thinking")) return input(block, words.toString());
        block.put(type, (block.text(type) == null ? "" : block.text(type)) + words);
        return true;
    }

    private boolean input(Json.Obj block, String words) {
        try {
            block.put("input", words.isEmpty() ? Json.object() : Json.parseNested(words));
            return true;
        } catch (JsonError _) {
            if (CUT.contains(message.text("stop_reason"))) {
                losses.dropped("tool_use", "the answer ended within the arguments of this call");
            } else {
                whole = false; // the writer says what is wrong with them
            }
            return false;
        }
    }

    private static Json.Obj copy(Json.Obj object) {
        Json.Obj copy = Json.object();
        object.members().forEach(copy::put);
        return copy;
    }
}
