package llmrouter.protocol.shape;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerIntakeTest {
    private static final int LONG = 1 << 16;

    private final AnswerIntake intake = new AnswerIntake(1 << 20);
    private final List<String> events = new ArrayList<>();

    private void feed(String piece) {
        intake.take(piece);
        for (SseEvent event = intake.next(); event != null; event = intake.next()) events.add(event.data());
    }

    private void dribble(String text) {
        for (int i = 0; i < text.length(); i++) feed(text.substring(i, i + 1));
    }

    /// A body that is looked at again for each byte of it would be copied each time: half a gigabyte and more.
    @ParameterizedTest
    @ValueSource(strings = {"", "words of a server ", "da", "eve", "data", "words\n", "<html>", "{\"a\":1}", "[",
        "{}\n{}", "data: x\n\n"})
    void aBodyThatComesByteByByteIsLookedAtOnce(String beginning) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        String filling = beginning.isEmpty() || beginning.startsWith("{\"a\"") ? " "
            : beginning.endsWith("\n") ? "x\n" : "x";
        String text = beginning + filling.repeat(LONG / filling.length());
        dribble(beginning);
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        dribble(text.substring(beginning.length()));
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(allocated < 500L * LONG, allocated + " bytes");
    }

    @Test
    void aLineOfAnEventBehindWordsMakesAStreamWhereverItIsCut() {
        String text = "upstream: connecting\n  data: no\nevents\nevent: x\ndata: {\"a\":1}\n\ndata: {\"b\":2}\n\n";
        for (int cut = 0; cut <= text.length(); cut++) {
            var one = new AnswerIntakeTest();
            one.feed(text.substring(0, cut));
            one.dribble(text.substring(cut));
            assertEquals(List.of("{\"a\":1}", "{\"b\":2}"), one.events, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"date: x\n", "dat\na:\n", "events: x\n", "x data: y\n", " data", "vent: x\nata: x\n",
        "dd\tata:\n"})
    void wordsThatOnlyLookLikeAnEventStayWords(String text) {
        String words = "words\n" + text;
        dribble(words);
        assertEquals(BodyShape.WORDS, intake.shape());
        assertEquals(BodyShape.WORDS, BodyShape.of(words, true));
        assertEquals(words, intake.whole());
    }

    @Test
    void aLineEndOfEitherKindBeginsALine() {
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            var one = new AnswerIntakeTest();
            one.dribble("words" + end + "data: {}\n\n");
            assertEquals(List.of("{}"), one.events);
        }
    }
}
