package llmrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Text;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// However a server numbers and names the items of its stream, and whichever of them come in pieces, whole, or both:
/// the client is told each once and completely.
class StreamedItemsTest {
    private static final int TIMES = 3000;
    private static final List<String> INDEXES = List.of("from 0", "from 1", "none");

    private Random random;
    private String indexes;
    private boolean ids;
    private boolean wholeAtTheEnd;
    private boolean otherIdsAtTheEnd;
    private boolean doneEvents;
    private StringBuilder stream;

    private static Json.Obj message(String id, String... texts) {
        Json.Arr content = Json.array();
        for (String text : texts) content.add(Json.object().put("type", "output_text").put("text", text));
        return Json.object().put("type", "message").put("id", id).put("role", "assistant").put("content", content);
    }

    private static Json.Obj call(String id, String callId, String name, String arguments) {
        return Json.object().put("type", "function_call").put("id", id).put("call_id", callId).put("name", name)
            .put("arguments", arguments);
    }

    private static Json.Obj reasoning(String id, String... texts) {
        Json.Arr summary = Json.array();
        for (String text : texts) summary.add(Json.object().put("type", "summary_text").put("text", text));
        return Json.object().put("type", "reasoning").put("id", id).put("summary", summary);
    }

    private static List<Json.Obj> items() {
        return List.of(reasoning("rs_1", "First.", "Then."), message("msg_1", "I will read."),
            call("fc_1", "call_1", "read", "{\"path\":\"a.c\"}"), message("msg_2", "And", "so on."),
            call("fc_2", "call_2", "read", "{\"path\":\"b.c\"}"));
    }

    private static final List<String> TOLD = List.of("First.\n\nThen.", "I will read.", "read {\"path\":\"a.c\"}",
        "And", "so on.", "read {\"path\":\"b.c\"}");

    @Test
    void everyItemIsToldOnce() {
        for (int seed = 0; seed < TIMES; seed++) {
            random = new Random(seed);
            stream = new StringBuilder();
            indexes = INDEXES.get(random.nextInt(INDEXES.size()));
            ids = random.nextBoolean();
            wholeAtTheEnd = random.nextInt(4) > 0;
            otherIdsAtTheEnd = random.nextInt(4) == 0;
            doneEvents = !wholeAtTheEnd || random.nextBoolean();
            write();
            String how = "seed " + seed + ", indexes " + indexes + ", streamed as\n" + stream;
            assertEquals(TOLD, told(stream.toString()), how);
        }
    }

    private void write() {
        event(Json.object().put("type", "response.created").put("response", Json.object().put("id", "resp_1")));
        Json.Arr last = Json.array();
        List<Json.Obj> items = items();
        for (int i = 0; i < items.size(); i++) {
            Json.Obj item = items.get(i);
            // without any number or name an item can be left to the last event only if no other is like it
            boolean later = wholeAtTheEnd && i == items.size() - 1 && random.nextInt(3) == 0;
            if (!later) stream(item, i);
            Json.Obj whole = Json.object();
            item.members().forEach((name, value) -> {
                boolean id = name.equals("id");
                if (!id || ids) whole.put(name, id && otherIdsAtTheEnd ? Json.of("x" + item.text("id")) : value);
            });
            last.add(whole);
        }
        Json.Obj response = Json.object().put("id", "resp_1").put("status", "completed");
        if (wholeAtTheEnd) response.put("output", last);
        event(Json.object().put("type", "response.completed").put("response", response));
    }

    private void stream(Json.Obj item, int position) {
        Json.Obj begun = Json.object().put("type", item.text("type")).put("call_id", item.text("call_id"))
            .put("name", item.text("name"));
        if (ids) begun.put("id", item.text("id"));
        boolean unsaid = item.text("type").equals("function_call") || ids || !indexes.equals("none")
            || random.nextBoolean();
        if (unsaid) event(place(position, null).put("type", "response.output_item.added").put("item", begun));
        switch (item.text("type")) {
            case "message" -> texts(item, "content", "response.output_text", "content_index", position);
            case "reasoning" -> texts(item, "summary", "response.reasoning_summary_text", "summary_index", position);
            default -> pieces(place(position, item), "response.function_call_arguments", "arguments",
                item.text("arguments"));
        }
        if (!doneEvents) return;
        Json.Obj done = Json.object();
        item.members().forEach((name, value) -> {
            if (ids || !name.equals("id")) done.put(name, value);
        });
        event(place(position, null).put("type", "response.output_item.done").put("item", done));
    }

    private void texts(Json.Obj item, String member, String type, String number, int position) {
        List<Json.Obj> parts = item.objects(member);
        for (int i = 0; i < parts.size(); i++) {
            pieces(place(position, item).put(number, i), type, "text", parts.get(i).text("text"));
        }
    }

    /// The text in pieces to its end or to its middle, and then perhaps whole.
    private void pieces(Json.Obj place, String type, String member, String text) {
        boolean complete = !doneEvents && !wholeAtTheEnd || random.nextBoolean();
        boolean last = place.number("summary_index", place.number("content_index", 1)) == 1;
        boolean whole = random.nextBoolean();
        int end = complete || !last && !whole ? text.length() : random.nextInt(1, text.length());
        for (int from = 0; from < end;) {
            int to = random.nextInt(from + 1, end + 1);
            event(with(place, "type", type + ".delta").put("delta", text.substring(from, to)));
            from = to;
        }
        if (whole) event(with(place, "type", type + ".done").put(member, text));
    }

    private Json.Obj place(int position, Json.Obj item) {
        Json.Obj place = Json.object();
        if (indexes.equals("from 0")) place.put("output_index", position);
        if (indexes.equals("from 1")) place.put("output_index", position + 1);
        if (ids && item != null) place.put("item_id", item.text("id"));
        return place;
    }

    private static Json.Obj with(Json.Obj object, String name, String value) {
        Json.Obj copy = Json.object();
        object.members().forEach(copy::put);
        return copy.put(name, value);
    }

    private void event(Json.Obj data) {
        var out = new Text();
        SseEncoder.write(data.text("type"), data.toString(), out);
        stream.append(out);
    }

    private static List<String> told(String stream) {
        var way = new AnswerTranslation(Protocol.of(Format.RESPONSES), Protocol.of(Format.CLAUDE));
        var blocks = new ArrayList<String>();
        var open = new StringBuilder();
        way.events(List.of(stream), event -> {
            switch (event) {
                case AnswerEvent.Opened(Block.ToolCallBlock call) -> open.append(call.name()).append(' ');
                case AnswerEvent.Delta(var text, _) -> open.append(text);
                case AnswerEvent.Closed _ -> {
                    blocks.add(open.toString());
                    open.setLength(0);
                }
                case AnswerEvent.Failed failed -> blocks.add(failed.toString());
                case AnswerEvent.Skipped skipped -> blocks.add(skipped.toString());
                default -> { }
            }
        });
        return blocks;
    }
}
