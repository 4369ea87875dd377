package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.WrittenRequest;
import llmrouter.protocol.request.PlainTools;
import llmrouter.protocol.request.ToolNames;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StopSequencesTest {
    private static final Usage USAGE = new Usage(1, 0, 0, 99, 0);
    private static final AnswerEvent TEXT = new AnswerEvent.Opened(new Block.TextBlock());
    private static final AnswerEvent CLOSED = new AnswerEvent.Closed();

    private static AnswerFilter filter(String... stops) {
        return new AnswerFilter(new WrittenRequest(Json.object(), new ToolNames(), null, PlainTools.NONE,
            List.of(stops)));
    }

    private static List<AnswerEvent> filtered(AnswerFilter filter, AnswerEvent... events) {
        var out = new ArrayList<AnswerEvent>();
        for (AnswerEvent event : events) filter.apply(event, out::add);
        return out;
    }

    private static AnswerEvent delta(String text) {
        return new AnswerEvent.Delta(text);
    }

    private static AnswerEvent finished(StopReason stop, String sequence) {
        return new AnswerEvent.Finished(stop, sequence);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", quoteCharacter = '"', value = {
        "one two three,two,\"one \",two", "one two three,four,one two three,-", "aaab,aab,a,aab", "xxEND,END,xx,END",
        "END,END,\"\",END", "EN,END,EN,-", "ababac,abac,ab,abac", "xabc,xabc|ab,x,ab", "xab,b|ab,x,ab", "abc,|c,ab,c",
        "abc,\"\",abc,-", "a\uD83D\uDE00b,\uD83D\uDE00,a,\uD83D\uDE00"})
    void theTextEndsBeforeTheFirstSequenceHoweverItComes(String text, String stops, String said, String found) {
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                var s = new StopSequences(List.of(stops.split("\\|")));
                assertEquals(said, s.feed(text.substring(0, first)) + s.feed(text.substring(first, second))
                    + s.feed(text.substring(second)) + s.end());
                assertEquals(found, s.found());
            }
        }
    }

    @Test
    void nothingIsHeldThatCannotBeginASequence() {
        var stops = new StopSequences(List.of("\n\nHuman:", "STOP"));
        assertEquals("word", stops.feed("word"));
        assertEquals(" S", stops.feed(" SS"));
        assertEquals("STO", stops.feed("TO") + stops.feed("S"));
    }

    /// Against a plain search over the whole text.
    @Test
    void anyTextInAnyPiecesIsCutWhereAPlainSearchCutsIt() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) text.append((char) ('a' + random.nextInt(2)));
            var sequences = new ArrayList<String>();
            for (int k = random.nextInt(4); k > 0; k--) {
                sequences.add("abba".repeat(2).substring(random.nextInt(4), 4 + random.nextInt(5)));
            }
            int end = Integer.MAX_VALUE;
            int cut = text.length();
            for (String s : sequences) {
                int at = text.indexOf(s);
                if (at < 0 || at + s.length() > end || at + s.length() == end && at > cut) continue;
                end = at + s.length();
                cut = at;
            }
            var stops = new StopSequences(sequences);
            var said = new StringBuilder();
            for (int from = 0, to; from < text.length(); from = to) {
                to = Math.min(text.length(), from + 1 + random.nextInt(5));
                said.append(stops.feed(text.substring(from, to)));
            }
            assertEquals(text.substring(0, cut), said + stops.end(),
                () -> "seed " + seed + ": " + text + " " + sequences);
        }
    }

    @Test
    void aStreamEndsAtTheSequenceAndOnlyTheUsageFollows() {
        assertEquals(List.of(TEXT, delta("one "), CLOSED, new AnswerEvent.UsageKnown(USAGE),
            finished(StopReason.STOP_SEQUENCE, "STOP")),
            filtered(filter("STOP"), TEXT, delta("one S"), delta("TOP two"), delta("three"), CLOSED,
            new AnswerEvent.Opened(new Block.ToolCallBlock("1", "f")), delta("{}"), CLOSED,
            new AnswerEvent.UsageKnown(USAGE), finished(StopReason.TOOL_CALLS, null)));
    }

    @Test
    void whatWasHeldIsSaidAtTheEndOfItsBlockAndDoesNotReachIntoTheNext() {
        assertEquals(List.of(TEXT, delta("one "), delta("ST"), CLOSED, TEXT, delta("OP"), CLOSED,
            finished(StopReason.LENGTH, null)),
            filtered(filter("STOP"), TEXT, delta("one ST"), CLOSED, TEXT, delta("OP"), CLOSED,
            finished(StopReason.LENGTH, null)));
    }

    @Test
    void thinkingAndArgumentsAreNotSearched() {
        AnswerEvent thinking = new AnswerEvent.Opened(new Block.ThinkingBlock());
        AnswerEvent call = new AnswerEvent.Opened(new Block.ToolCallBlock("1", "f"));
        AnswerEvent[] events = {thinking, delta("STOP"), CLOSED, call, delta("\"STOP\""), CLOSED,
            finished(StopReason.TOOL_CALLS, null)};
        assertEquals(List.of(events), filtered(filter("STOP"), events));
    }

    @Test
    void anAnswerThatWasWholeIsNotBrokenByWhatFollows() {
        assertEquals(List.of(TEXT, CLOSED, finished(StopReason.STOP_SEQUENCE, "STOP")),
            filtered(filter("STOP"), TEXT, delta("STOP"), new AnswerEvent.Failed(StreamReader.ENDED_EARLY)));
    }

    @Test
    void aWholeAnswerEndsAtTheSequence() {
        var answer = new Answer("id", "m",
            List.of(new Part.ThinkingPart("STOP", null), new Part.TextPart("one STOP two"), new Part.TextPart("three")),
            StopReason.END, null, USAGE);
        assertEquals(new Answer("id", "m", List.of(new Part.ThinkingPart("STOP", null), new Part.TextPart("one ")),
            StopReason.STOP_SEQUENCE, "STOP", USAGE), filter("STOP").apply(answer));
        assertEquals(answer, filter("four").apply(answer));
        assertEquals(List.of(new Part.ThinkingPart("STOP", null)), filter("one").apply(answer).parts(),
            "an empty text is no part");
    }
}
