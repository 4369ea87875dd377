import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;

import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.sse.SseDecoder;

/// What the core costs per byte of text, without any network. The yardstick is a loop that adds up the characters of
/// the same text.
final class CoreRows {
    private static final long ROUND_NANOS = 150_000_000;
    /// Keeps results alive, so that no work is optimised away.
    private static volatile int sink;

    private CoreRows() {}

    static List<Row> all() {
        String request = AgentRequest.text();
        String stream = AgentRequest.stream();
        byte[] utf8 = request.getBytes(StandardCharsets.UTF_8);
        Json tree = Json.parse(request);
        return List.of(
            row("C1", "read the UTF-8 of a request", request, _ -> new String(utf8, StandardCharsets.UTF_8).length()),
            row("C2", "parse a request into a tree", request, text -> Json.parse(text).kind().length()),
            row("C3", "write that tree", request, _ -> tree.toString().length()),
            row("C4", "scan a request's top level", request, text -> JsonScan.of(text).members().size()),
            row("C5", "scan it and splice the model in", request, CoreRows::splice),
            row("C6", "cut an event stream, in pieces of 4,000", stream, text -> decode(text, 4000)),
            row("C7", "cut an event stream, event by event", stream, text -> decode(text, 120)));
    }

    private static Row row(String id, String work, String text, ToIntFunction<String> function) {
        return new Row(id, work, "MB/s", () -> Sample.of(rate(text, function)),
            "adding up its characters", () -> Sample.of(rate(text, CoreRows::sum)), 0);
    }

    /// Millions of UTF-8 bytes a second.
    private static double rate(String text, ToIntFunction<String> function) {
        long size = text.getBytes(StandardCharsets.UTF_8).length;
        long begin = System.nanoTime();
        long bytes = 0;
        long nanos;
        do {
            sink += function.applyAsInt(text);
            bytes += size;
            nanos = System.nanoTime() - begin;
        } while (nanos < ROUND_NANOS);
        return bytes * 1000.0 / nanos;
    }

    private static int sum(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) sum += text.charAt(i);
        return sum;
    }

    private static int splice(String text) {
        return JsonScan.of(text).splice().set("model", "\"another-model\"").apply().length();
    }

    private static int decode(String stream, int piece) {
        var decoder = new SseDecoder(1 << 20);
        int events = 0;
        for (int at = 0; at < stream.length(); at += piece) {
            events += decoder.feed(stream.substring(at, Math.min(stream.length(), at + piece))).size();
        }
        return events + decoder.end().size();
    }
}
