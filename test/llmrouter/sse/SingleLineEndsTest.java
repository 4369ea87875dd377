package llmrouter.sse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Streams whose events end with a single line end, as some servers send them and clients that read lines understand.
class SingleLineEndsTest {

    /// @param events `name|data;` each, where `-` is no name
    record Stream(String text, String events) {}

    static List<Stream> streams() {
        return List.of(
            new Stream("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n", "-|{\"a\":1};-|{\"b\":2};-|[DONE];"),
            new Stream("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n\n", "-|{\"a\":1};-|{\"b\":2};-|[DONE];"),
            new Stream("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]", "-|{\"a\":1};-|{\"b\":2};-|[DONE];"),
            new Stream("event: x\ndata: {}\nevent: y\ndata: {}\nevent: z\ndata: {}\n", "x|{};y|{};z|{};"),
            new Stream("id: 1\nevent: x\ndata: {}\nid: 2\ndata: {}\n: comment\ndata: []\n", "x|{};-|{};-|[];"),
            // pretty-printed values, and braces in strings
            new Stream("data: {\ndata: \"a\": 1\ndata: }\ndata: {\ndata: \"b\":[\"}\\\"{\"]}\ndata: {}\n",
                "-|{\n\"a\": 1\n};-|{\n\"b\":[\"}\\\"{\"]};-|{};"),
            // keepalives between
            new Stream("data: ping\ndata: {\"a\":1}\ndata: ping\ndata: {\"b\":2}\n",
                "-|ping;-|{\"a\":1};-|ping;-|{\"b\":2};"),
            new Stream("data: {\"a\":1}\n: keepalive\n\ndata: {\"b\":2}\ndata: {\"c\":3}\n",
                "-|{\"a\":1};-|{\"b\":2};-|{\"c\":3};"),
            // blank lines at some places only
            new Stream("data: {\"a\":1}\ndata: {\"b\":2}\n\ndata: {\"c\":3}\nevent: e\n\ndata: {\"d\":4}\n\n",
                "-|{\"a\":1};-|{\"b\":2};e|{\"c\":3};-|{\"d\":4};"),
            // a torn line is an event, and the last one is left over
            new Stream("data: {\"a\":1}\ndata: {\"b\":2}\ndata: {\"c\ndata: {\"d\":4}\ndata: {\"e",
                "-|{\"a\":1};-|{\"b\":2};-|{\"c;-|{\"d\":4};"),
            new Stream("data: {\"a\":1}\ndata: {", "-|{\"a\":1};"),
            // what a lenient reader understands
            new Stream("data: {\"a\":NaN}\ndata: {\"b\":\"\t\"}\n", "-|{\"a\":NaN};-|{\"b\":\"\t\"};"));
    }

    private static List<SseEvent> decode(List<String> fragments) {
        var decoder = new SseDecoder(1000);
        var events = new ArrayList<SseEvent>();
        for (String fragment : fragments) events.addAll(decoder.feed(fragment));
        events.addAll(decoder.end());
        return events;
    }

    private static String brief(List<SseEvent> events) {
        var out = new StringBuilder();
        for (SseEvent e : events) {
            if (e.data() == null) continue;
            out.append(e.name() == null ? "-" : e.name()).append('|').append(e.data()).append(';');
        }
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void eachLineOfDataIsAnEvent(Stream stream) {
        assertEquals(stream.events(), brief(decode(List.of(stream.text()))));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void lineEndsAndCutsMakeNoDifference(Stream stream) {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String text = stream.text().replace("\n", end);
            List<SseEvent> whole = decode(List.of(text));
            assertEquals(stream.events(), brief(whole));
            assertEquals(whole, decode(List.of(text.split(""))));
            for (int i = 0; i <= text.length(); i++) {
                assertEquals(whole, decode(List.of(text.substring(0, i), text.substring(i))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStrictDecoderReadsWhatIsWrittenAnew(Stream stream) {
        var raw = new StringBuilder();
        for (SseEvent event : decode(List.of(stream.text()))) raw.append(event.raw());
        String again = raw + (raw.toString().endsWith("\n\n") ? "" : "\n\n");
        for (String block : again.split("\n\n")) {
            assertTrue(block.split("data: [{\\[]").length <= 2 || block.contains("data: \""), block);
        }
        assertEquals(stream.events(), brief(decode(List.of(again))));
    }

    @Test
    void anEventComesOutWithItsOwnLineOnceTheStreamIsKnown() {
        var decoder = new SseDecoder(100);
        assertEquals("", brief(decoder.feed("data: {\"a\":1}\n")));
        assertEquals("-|{\"a\":1};-|{\"b\":2};", brief(decoder.feed("data: {\"b\":2}\n")));
        assertEquals("-|{\"c\":3};", brief(decoder.feed("data: {\"c\":3}\n")));
        assertEquals("", decoder.remainder());
    }

    @Test
    void randomMixesReadTheSameWhereverTheyAreCut() {
        var random = new Random(11);
        String[] pieces = {"data: {}", "data:{\"a\":[", "data: ]}", "data: x", "data:[DONE]", "event: e", ":c", "\n",
            "\n", "\n", "\r", "\r\n", "\n\n"};
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) text.append(pieces[random.nextInt(pieces.length)]);
            List<SseEvent> whole = decode(List.of(text.toString()));
            assertEquals(whole, decode(List.of(text.toString().split(""))), text.toString());
        }
    }

    @Test
    void manyEventsAndAValueOfManyLinesAreReadOnce() {
        assertEquals(300_000, new SseDecoder(100).feed("data: {}\n".repeat(300_000)).size());
        var dribble = new SseDecoder(Integer.MAX_VALUE);
        dribble.feed("data: [\n");
        for (int i = 0; i < 300_000; i++) dribble.feed("data: 1,\n");
        assertEquals(1, dribble.feed("data: 1]\n\n").size());
    }
}
