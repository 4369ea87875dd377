package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.sse.SseEncoder;
import llmrouter.sse.SseEvent;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// JSON texts as events of a stream. An event gets the name that its data has as `type`, because clients of the formats
/// that name their events look only at the name.
final class TextEvents {
    private TextEvents() {}

    /// One text, which may have several lines.
    static SseEvent of(String text) {
        String data = Ws.trim(text);
        String name = name(data);
        var raw = new Text();
        if (name != null) raw.add("event: ").add(name).add('\n');
        int from = 0;
        for (int end = lineEnd(data, 0); end < data.length(); end = lineEnd(data, from)) {
            raw.add("data: ").add(data, from, end).add('\n');
            from = end + (data.startsWith("\r\n", end) ? 2 : 1);
        }
        return new SseEvent(name, data, raw.add("data: ").add(data, from, data.length()).add("\n\n").take());
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
        return at;
    }

    private static String name(String data) {
        try {
            String type = data.startsWith("{") ? JsonScan.of(data).text("type") : null;
            return type == null || type.isEmpty() || lineEnd(type, 0) < type.length() ? null : type;
        } catch (JsonError _) {
            return null; // the reader says what is wrong
        }
    }

    /// An event of a format that names its events.
    static SseEvent named(Json.Obj data) {
        return event(data.text("type"), data.toString());
    }

    /// An event of a format that does not.
    static SseEvent plain(String data) {
        return event(null, data);
    }

    private static SseEvent event(String name, String data) {
        var raw = new Text();
        SseEncoder.write(name, data, raw);
        return new SseEvent(name, data, raw.take());
    }

    /// All texts of a body, as the events of its stream; empty if they are none: one object that is no event, or what
    /// does not begin like JSON.
    static List<SseEvent> all(String body) {
        var texts = new JsonTexts();
        texts.feed(body.substring(BodyShape.front(body)));
        var events = new ArrayList<SseEvent>();
        for (String text = texts.next(); text != null; text = texts.next()) events.add(of(text));
        if (!Ws.blank(texts.rest())) events.add(of(texts.rest()));
        if (events.size() != 1 || !events.getFirst().data().startsWith("[")) return events;
        return items(events.getFirst().data());
    }

    /// The items of an array, each as an event; the array as one event if it cannot be read.
    static List<SseEvent> items(String array) {
        var events = new ArrayList<SseEvent>();
        try {
            if (!(Json.parse(array) instanceof Json.Arr list)) return List.of(of(array));
            for (Json item : list.items()) events.add(of(item.toString()));
            return events;
        } catch (JsonError _) {
            return List.of(of(array));
        }
    }
}
