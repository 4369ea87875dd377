package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.sse.SseEvent;

/// A whole `response` as the stream that would have told it: the response in progress, each item added, said and done,
/// and the whole response at its end. Every member of the answer is in the stream.
public final class ResponseEvents {
    private static final Json NONE = Json.Null.NULL;
    private static final String IN_PROGRESS = "in_progress";

    private final List<SseEvent> events = new ArrayList<>();
    private long sequence;
    /// where the events that are being written belong: an item and its place
    private String item;
    private int output;

    private ResponseEvents() {}

    public static List<SseEvent> of(Json.Obj response) {
        var stream = new ResponseEvents();
        Json.Obj begun = copy(response).put("status", IN_PROGRESS).put("output", Json.array());
        for (String late : new String[] {"usage", "completed_at", "incomplete_details"}) {
            if (begun.has(late)) begun.put(late, NONE);
        }
        stream.event(Json.object().put("type", "response.created").put("response", begun));
        stream.event(Json.object().put("type", "response.in_progress").put("response", begun));
        for (Json.Obj item : response.objects("output")) stream.item(item);
        boolean cut = "incomplete".equals(response.text("status"));
        Json.Obj whole = response.text("status") == null ? copy(response).put("status", "completed") : response;
        stream.event(Json.object().put("type", cut ? "response.incomplete" : "response.completed")
            .put("response", whole));
        return stream.events;
    }

    private void item(Json.Obj whole) {
        item = whole.text("id");
        String type = whole.text("type") == null ? "" : whole.text("type");
        event(placed("response.output_item.added", false).put("item", begun(whole, type)));
        switch (type) {
            case "message" -> parts(whole, "content", "response.content_part", "content_index");
            case "reasoning" -> {
                parts(whole, "summary", "response.reasoning_summary_part", "summary_index");
                parts(whole, "content", null, "content_index");
            }
            case "function_call" -> said(whole, "arguments", "response.function_call_arguments");
            case "custom_tool_call" -> said(whole, "input", "response.custom_tool_call_input");
            default -> { } // an item that is told by its beginning and its end
        }
        event(placed("response.output_item.done", false).put("item", whole));
        output++;
    }

    /// The item before it says anything.
    private static Json.Obj begun(Json.Obj whole, String type) {
        Json.Obj begun = copy(whole);
        if (whole.has("status")) begun.put("status", IN_PROGRESS);
        switch (type) {
            case "message" -> begun.put("content", Json.array());
            case "reasoning" -> {
                begun.put("summary", Json.array());
                if (whole.get("content") instanceof Json.Arr) begun.put("content", Json.array());
            }
            case "function_call" -> begun.put("arguments", "");
            case "custom_tool_call" -> begun.put("input", "");
            default -> { } // its members tell what it is about
        }
        return begun;
    }

    /// A call's arguments, or what else an item says in one piece.
    private void said(Json.Obj whole, String member, String type) {
        if (!(whole.text(member) instanceof String words)) return;
        if (!words.isEmpty()) event(placed(type + ".delta", true).put("delta", words));
        event(placed(type + ".done", true).put("name", whole.text("name")).put(member, words));
    }

    /// @param part what the events are called that tell of a part; null if there are none
    /// @param place the member with its number
    private void parts(Json.Obj whole, String member, String part, String place) {
        List<Json.Obj> parts = whole.objects(member);
        for (int i = 0; i < parts.size(); i++) {
            Json.Obj said = parts.get(i);
            if (part != null) event(placed(part + ".added", true).put(place, i).put("part", emptied(said)));
            say(said, place, i);
            if (part != null) event(placed(part + ".done", true).put(place, i).put("part", said));
        }
    }

    private static Json.Obj emptied(Json.Obj part) {
        Json.Obj emptied = copy(part);
        for (String name : new String[] {"text", "refusal"}) {
            if (part.text(name) != null) emptied.put(name, "");
        }
        for (String name : new String[] {"annotations", "logprobs"}) {
            if (part.get(name) instanceof Json.Arr) emptied.put(name, Json.array());
        }
        return emptied;
    }

    private void say(Json.Obj part, String place, int index) {
        String type = part.text("type") == null ? "" : part.text("type");
        String told = switch (type) {
            case "output_text" -> "response.output_text";
            case "refusal" -> "response.refusal";
            case "summary_text" -> "response.reasoning_summary_text";
            case "reasoning_text" -> "response.reasoning_text";
            default -> null; // the part is told whole
        };
        String member = type.equals("refusal") ? "refusal" : "text";
        if (told == null || !(part.text(member) instanceof String words)) return;
        Json logprobs = type.equals("output_text") ? part.get("logprobs") : null;
        event(placed(told + ".delta", true).put(place, index).put("delta", words).put("logprobs", logprobs));
        List<Json> annotations = part.items("annotations");
        for (int i = 0; i < annotations.size(); i++) {
            event(placed("response.output_text.annotation.added", true).put(place, index)
                .put("annotation_index", i).put("annotation", annotations.get(i)));
        }
        event(placed(told + ".done", true).put(place, index).put(member, words).put("logprobs", logprobs));
    }

    private Json.Obj placed(String type, boolean named) {
        return Json.object().put("type", type).put("item_id", named ? item : null).put("output_index", output);
    }

    private static Json.Obj copy(Json.Obj object) {
        Json.Obj copy = Json.object();
        object.members().forEach(copy::put);
        return copy;
    }

    /// Every event has its number, as the vendor's have.
    private void event(Json.Obj data) {
        events.add(TextEvents.named(data.put("sequence_number", sequence++)));
    }
}
