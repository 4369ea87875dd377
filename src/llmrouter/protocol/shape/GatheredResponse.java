package llmrouter.protocol.shape;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import llmrouter.chat.Answer;
import llmrouter.json.Json;

/// A `response` put together from the events of a stream: that of the last event, which holds all of it. Where its
/// list of items is empty, as some servers leave it, the items are those that were told one by one.
public final class GatheredResponse {
    private GatheredResponse() {}

    /// @param events  of a stream that has ended as the format wants it
    /// @param written the response as a reader of the stream understood it; its items are used where those of the
    ///                stream do not say the same
    /// @param said    what a response says
    public static Json.Obj of(List<Json.Obj> events, Json.Obj written, Function<Json.Obj, Answer> said) {
        Map<Long, Json> items = new TreeMap<>();
        Json.Obj last = null;
        for (Json.Obj event : events) {
            if (event.object("response") instanceof Json.Obj response) last = response;
            boolean done = "response.output_item.done".equals(event.text("type"));
            if (done && event.object("item") instanceof Json.Obj item) {
                items.put(event.number("output_index", items.size()), item);
            }
        }
        if (last == null) return written;
        Json.Obj gathered = Json.object();
        written.members().forEach(gathered::put);
        last.members().forEach((name, value) -> {
            if (!Json.isNull(value) || !gathered.has(name)) gathered.put(name, value);
        });
        if (last.items("output").isEmpty()) {
            Json.Arr output = Json.array();
            items.values().forEach(output::add);
            gathered.put("output", output);
        }
        boolean same = AnswerWords.same(said.apply(gathered), said.apply(written));
        return same ? gathered : gathered.put("output", written.get("output"));
    }
}
