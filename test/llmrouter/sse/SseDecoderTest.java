package llmrouter.sse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SseDecoderTest {

    /// A stream, what must come out of it and what is left over as torn. An event is written `name|data`; `-` is null.
    record Stream(String text, String events, String remainder) {
        Stream(String text, String events) {
            this(text, events, "");
        }
    }

    private record Outcome(List<SseEvent> events, String remainder) {
        String brief() {
            var out = new StringBuilder();
            for (SseEvent e : events) {
                out.append(e.name() == null ? "-" : e.name()).append('|').append(e.data() == null ? "-" : e.data())
                    .append(';');
            }
            return out.toString();
        }

        String raw() {
            var out = new StringBuilder();
            for (SseEvent e : events) out.append(e.raw());
            return out.append(remainder).toString();
        }
    }

    static List<Stream> streams() {
        return List.of(
            new Stream("", ""),
            new Stream("data: a\n\n", "-|a;"),
            new Stream("data: a\r\n\r\ndata: b\r\n\r\n", "-|a;-|b;"),
            new Stream("data: a\r\rdata: b\r\r", "-|a;-|b;"),
            new Stream("data: a\r\r\ndata: b\n\r\ndata: c\r\n\n", "-|a;-|b;-|c;"),
            new Stream("data: a\r\r\n\ndata: b\r\r\r\n", "-|a;-|-;-|b;-|-;", "\n"),
            new Stream("event: ping\ndata: {}\nid: 7\nretry: 5\nwhat: ever\n\n", "ping|{};"),
            new Stream("event:a\nevent:b\ndata:x\n\nevent:\ndata:y\n\nevent\ndata:z\n\n", "b|x;-|y;-|z;"),
            new Stream("data:a\n\ndata:  b\n\ndata: \n\ndata:\n\ndata\n\n", "-|a;-| b;-|;-|;-|;"),
            new Stream("data: a\ndata\ndata: b\ndata:\n\n", "-|a\n\nb\n;"),
            new Stream(": comment\n\n:\n\nid: 1\n\n", "-|-;-|-;-|-;"),
            new Stream("\n\n\ndata: a\n\n\n\n", "-|-;-|-;-|-;-|a;-|-;-|-;"),
            new Stream("\r\rdata: a\r\n\r\n", "-|-;-|-;-|a;"),
            new Stream("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", "-|a;-|-;"),
            new Stream("\u00EF\u00BB\u00BFdata: a\n\n", "-|a;"),
            new Stream("\uFEFF\n\uFEFF\ndata: a\n\n", "-|-;-|a;"),
            new Stream("datax: a\n data: b\nDATA: c\nda:ta\ndata : d\n\n", "-|-;"),
            new Stream("data: data: [DONE]\n\ndata: a: b\n\n", "-|data: [DONE];-|a: b;"),
            new Stream("data: \u2028é😀\u0085\u000B\f\n\n", "-|\u2028é😀\u0085\u000B\f;"),
            // cut off at the end
            new Stream("data: a\n\ndata: b", "-|a;-|b;"),
            new Stream("data: a\n\ndata: \"b", "-|a;", "data: \"b"),
            new Stream("data: a\n\ndata: b\n", "-|a;-|b;"),
            new Stream("data: b\r\n", "-|b;"),
            new Stream("data: b\r", "-|b;"),
            new Stream("data: b\r\n\r", "-|b;"),
            new Stream("data: [DONE]", "-|[DONE];"),
            new Stream("data: [DONE", "", "data: [DONE"),
            new Stream("event: x\ndata: {\"a\":[1]}", "x|{\"a\":[1]};"),
            new Stream("event: x\ndata: {\"a\":[1]", "", "event: x\ndata: {\"a\":[1]"),
            new Stream("data: {\"a\":\ndata: 1}", "-|{\"a\":\n1};"),
            new Stream("data: {\"a\":1}\nev", "-|{\"a\":1};", "ev"),
            new Stream("data: {\"a\":1}\nevent: mess", "-|{\"a\":1};", "event: mess"),
            new Stream("data: [1]]\ndata: [2]]\n\n", "-|[1]]\n[2]];"),
            new Stream("data: {\"a\":\ndata: \"}\ndata: {\"}\n\n", "-|{\"a\":\n\"}\n{\"};"),
            new Stream("data: {\"a\":1}\ndata:\nevent: e\n\n", "e|{\"a\":1}\n;"),
            new Stream("data: 12", "", "data: 12"),
            new Stream("event: message_stop\n", "", "event: message_stop\n"),
            new Stream(": bye", "", ": bye"),
            new Stream("\uFEFFdata: {}", "-|{};"));
    }

    private static Outcome decode(Stream stream, List<String> fragments) {
        var decoder = new SseDecoder(1000);
        var events = new ArrayList<SseEvent>();
        for (String fragment : fragments) events.addAll(decoder.feed(fragment));
        events.addAll(decoder.end());
        return new Outcome(events, decoder.remainder());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsStreams(Stream stream) {
        Outcome outcome = decode(stream, List.of(stream.text()));
        assertEquals(stream.events(), outcome.brief());
        assertEquals(stream.remainder(), outcome.remainder());
        assertEquals(stream.text(), outcome.raw());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameWhereverTheTextIsCut(Stream stream) {
        String text = stream.text();
        Outcome whole = decode(stream, List.of(text));
        assertEquals(whole, decode(stream, List.of(text.split(""))));
        for (int i = 0; i <= text.length(); i++) {
            assertEquals(whole, decode(stream, List.of(text.substring(0, i), "", text.substring(i))));
        }
        var random = new Random(42);
        for (int i = 0; i < 50; i++) assertEquals(whole, decode(stream, cuts(text, random)));
    }

    @Test
    void readsARandomMixOfFieldsTheSameWhereverItIsCut() {
        var random = new Random(7);
        String[] pieces = {"data: x", "data:[", "event: e", ":", "id", "\n", "\n", "\r", "\r\n", "\n\n", "\r\n\r\n",
            "\uFEFF", "é"};
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) text.append(pieces[random.nextInt(pieces.length)]);
            var stream = new Stream(text.toString(), "");
            Outcome whole = decode(stream, List.of(stream.text()));
            assertEquals(stream.text(), whole.raw());
            assertEquals(whole, decode(stream, List.of(stream.text().split(""))));
            assertEquals(whole, decode(stream, cuts(stream.text(), random)));
        }
    }

    private static List<String> cuts(String text, Random random) {
        var fragments = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int next = Math.min(text.length(), at + random.nextInt(9));
            fragments.add(text.substring(at, next));
            at = next;
        }
        return fragments;
    }

    @Test
    void deliversABlockWithTheFragmentThatEndsIt() {
        var decoder = new SseDecoder(100);
        assertTrue(decoder.feed("data: a\n").isEmpty());
        assertEquals("data: a\n", decoder.remainder());
        assertEquals(List.of(new SseEvent(null, "a", "data: a\n\n")), decoder.feed("\n"));
        assertEquals("", decoder.remainder());
        assertEquals(List.of(new SseEvent(null, "b", "data: b\r\r")), new SseDecoder(100).feed("data: b\r\r"));
    }

    @Test
    void refusesABlockBeyondTheLimitWhereverItIsCut() {
        var whole = new SseDecoder(20);
        assertEquals(1, whole.feed("data: 789012345678\n\n" + "data: 7890123456789\n\n" + "data: x\n\n").size());
        assertEquals("an event is longer than 20 characters",
            assertThrows(SseOverflow.class, () -> whole.feed("")).getMessage());
        assertThrows(SseOverflow.class, whole::end);

        var dribble = new SseDecoder(20);
        for (int i = 0; i < 20; i++) assertTrue(dribble.feed("x").isEmpty());
        assertThrows(SseOverflow.class, () -> dribble.feed("x"));

        assertThrows(SseOverflow.class, () -> new SseDecoder(20).feed(":\n".repeat(11)));
        assertEquals(1, new SseDecoder(20).feed(":\n".repeat(9) + "\n").size());
    }

    @Test
    void isLinearInALongLineCutFinely() {
        var decoder = new SseDecoder(Integer.MAX_VALUE);
        String piece = "x".repeat(1024);
        decoder.feed("data: ");
        for (int i = 0; i < 16 * 1024; i++) assertTrue(decoder.feed(piece).isEmpty());
        List<SseEvent> events = decoder.feed("\n\n");
        assertEquals(16 * 1024 * 1024, events.getFirst().data().length());
    }

    @Test
    void isLinearInASingleBlockOfManyShortLines() {
        var decoder = new SseDecoder(Integer.MAX_VALUE);
        for (int i = 0; i < 1_000_000; i++) {
            decoder.feed(i % 8 == 7 ? "\r" : i % 8 < 5 ? "data:".substring(i % 8, i % 8 + 1) : "é");
        }
        assertEquals(1, decoder.feed("\r").size());
    }

    @Test
    void isLinearInManyEventsOfOneFragment() {
        assertEquals(500_000, new SseDecoder(100).feed("data: a\r\r".repeat(500_000)).size());
        assertEquals(500_000, new SseDecoder(100).feed("data: a\n\n".repeat(500_000)).size());
    }
}
