package llmrouter.state.answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import llmrouter.ManualClock;
import llmrouter.config.Settings.AnswerSettings;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.protocol.earlier.EarlierAnswers.Past;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerMemoryTest {
    private static final AnswerMemory.Room ENDLESS = (_, _, _) -> {};

    private final ManualClock clock = ManualClock.at("2026-11-29T12:00:00Z");

    private AnswerMemory memory(int most, long mostBytes) {
        return new AnswerMemory(new AnswerSettings(true, most, mostBytes, 1_000_000), clock);
    }

    private static String said(String id) {
        return "{\"id\":\"" + id + "\",\"type\":\"message\"}";
    }

    private static Past remember(EarlierAnswers answers, Past before, String id, String asked) {
        answers.remember(before, id, List.of(asked), List.of(said("msg" + id)));
        return answers.until(id);
    }

    @Test
    void aConversationIsAChain() {
        var answers = memory(10, 1 << 20).of(null, ENDLESS);
        Past first = remember(answers, null, "1", "a");
        Past second = remember(answers, first, "2", "b");
        assertEquals(List.of("a", said("msg1"), "b", said("msg2")), second.items());
        assertEquals(List.of("a", said("msg1"), "c", said("msg3")), remember(answers, first, "3", "c").items());
        assertEquals(List.of(said("msg2")), answers.said("2"));
        assertEquals(List.of(), answers.said("4"));
    }

    @Test
    void theIdOfAnAnswerCannotBeGuessedFromTheIdOfItsRequest() {
        var answers = memory(10, 1 << 20).of(null, ENDLESS);
        var ids = new HashSet<String>();
        for (int i = 0; i < 1000; i++) ids.add(answers.idOf("req_1"));
        assertEquals(1000, ids.size());
        for (String id : ids) assertTrue(id.matches("req_1[0-9a-f]{16}"), id);
    }

    @Test
    void theLeastUsedGoesFirstAndLeavesTheConversationsThatContinueIt() {
        var memory = memory(2, 1 << 20);
        var answers = memory.of(null, ENDLESS);
        Past first = remember(answers, null, "1", "a");
        remember(answers, first, "2", "b");
        assertNotNull(answers.until("1"));
        remember(answers, null, "3", "c");
        assertNull(answers.until("2"));
        Past fourth = remember(answers, answers.until("1"), "4", "d");
        remember(answers, null, "5", "e");
        assertNull(answers.until("1"));
        assertEquals(List.of("a", said("msg1"), "d", said("msg4")), fourth.items());
        assertEquals(fourth.items(), answers.until("4").items());
        assertEquals(2, memory.size().entries());
    }

    @Test
    void bytesAreCountedOnceAndGivenBack() {
        var memory = memory(1_000, 1 << 20);
        var answers = memory.of(null, ENDLESS);
        long empty = memory.size().bytes();
        Past chain = null;
        for (int i = 0; i < 50; i++) chain = remember(answers, chain, "id" + i, "q".repeat(1_000) + i);
        long chained = memory.size().bytes();
        assertTrue(chained > 50_000 && chained < 120_000, "bytes " + chained);
        var whole = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            whole.add("w".repeat(1_000) + i);
            answers.remember(null, "whole" + i, whole, List.of(said("m" + i)));
        }
        assertTrue(memory.size().bytes() < chained + 120_000, "what is sent again is kept once: " + memory.size());
        clock.passes(1_000_000);
        assertNull(answers.until("id49"));
        assertEquals(new AnswerMemory.Size(0, empty), memory.size());
    }

    @Test
    void theLimitOfBytesHoldsAndAWiderTextCountsTwice() {
        var memory = memory(1_000, 100_000);
        var answers = memory.of(null, ENDLESS);
        for (int i = 0; i < 100; i++) {
            remember(answers, null, "n" + i, "é".repeat(5_000) + i);
            assertTrue(memory.size().bytes() <= 100_000, "bytes " + memory.size());
        }
        assertTrue(memory.size().entries() > 10, "entries " + memory.size());
        int narrow = memory.size().entries();
        for (int i = 0; i < 100; i++) remember(answers, null, "w" + i, "語".repeat(5_000) + i);
        assertTrue(memory.size().entries() <= narrow / 2 + 1 && memory.size().bytes() <= 100_000, "" + memory.size());
    }

    @Test
    void anAnswerThatIsLargerThanTheMemoryDrivesNothingOut() {
        var answers = memory(1_000, 100_000).of(null, ENDLESS);
        Past small = remember(answers, null, "small", "a");
        remember(answers, null, "large", "x".repeat(100_001));
        assertNull(answers.until("large"));
        assertSame(small, answers.until("small"));
    }

    @Test
    void aConversationGoesOnThoughItsEndWasForgottenMeanwhile() {
        var memory = memory(1, 1 << 20);
        var answers = memory.of(null, ENDLESS);
        Past first = remember(answers, null, "1", "a");
        remember(answers, null, "2", "b");
        assertNull(answers.until("1"));
        assertEquals(List.of("a", said("msg1"), "c", said("msg3")), remember(answers, first, "3", "c").items());
        long bytes = memory.size().bytes();
        remember(answers, null, "4", "a");
        assertTrue(memory.size().bytes() < bytes, "the forgotten part was counted again while it was held");
    }

    @Test
    void aLongConversationIsHeldAndGivenBackWithoutRecursion() {
        var memory = memory(100_000, 1L << 30);
        var answers = memory.of(null, ENDLESS);
        Past chain = null;
        for (int i = 0; i < 50_000; i++) chain = remember(answers, chain, "id" + i, "q" + i);
        assertEquals(100_000, chain.items().size());
        clock.passes(1_000_000);
        assertNull(answers.until("x"));
        assertEquals(new AnswerMemory.Size(0, 0), memory.size());
    }

    @Test
    void thousandsOfThreadsRememberAndFind() {
        var memory = memory(500, 300_000);
        var wrong = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 4_000; t++) {
                int n = t;
                threads.submit(() -> {
                    var answers = memory.of("client" + n % 7, ENDLESS);
                    Past before = answers.until("id" + (n - 7));
                    answers.remember(before, "id" + n, List.of("q" + n % 50), List.of(said("m" + n)));
                    Past found = answers.until("id" + n);
                    if (found != null && !found.items().getLast().equals(said("m" + n))) wrong.incrementAndGet();
                });
            }
        }
        assertEquals(0, wrong.get());
        assertTrue(memory.size().entries() <= 500 && memory.size().bytes() <= 300_000, "" + memory.size());
        clock.passes(1_000_000);
        assertNull(memory.of(null, ENDLESS).until("x"));
        assertEquals(new AnswerMemory.Size(0, 0), memory.size());
    }

    // ── the takeover ──

    @Test
    void allThatCanBeFoundIsHandedOverAndLaterAnswersToo() {
        var old = memory(3, 1 << 20);
        var answers = old.of("ann", ENDLESS);
        Past first = remember(answers, null, "1", "a\n\"b\" 語");
        remember(answers, first, "2", "b");
        remember(old.of(null, ENDLESS), null, "3", "c");
        remember(old.of(null, ENDLESS), null, "4", "d");
        assertNull(answers.until("1"));
        var lines = new ArrayList<String>();
        old.handOver(lines::add);
        remember(answers, answers.until("2"), "5", "e");
        assertTrue(lines.stream().allMatch(line -> line.indexOf('\n') == line.length() - 1), lines.toString());

        var next = memory(100, 1 << 20);
        assertFalse(next.takeOver("{\"c\":[\"x\",1,2,3]}"));
        for (String line : lines) assertTrue(next.takeOver(line.strip()), line);
        next.takenOver();
        assertNull(next.of("ann", ENDLESS).until("1"), "what was forgotten stays so");
        assertEquals(answers.until("2").items(), next.of("ann", ENDLESS).until("2").items());
        assertEquals(answers.until("5").items(), next.of("ann", ENDLESS).until("5").items());
        assertEquals(List.of("d", said("msg4")), next.of(null, ENDLESS).until("4").items());
        assertNull(next.of("bob", ENDLESS).until("5"));
        clock.passes(1_000_000);
        assertNull(next.of(null, ENDLESS).until("4"), "its age goes on");
        assertEquals(new AnswerMemory.Size(0, 0), next.size());
    }

    @Test
    void aClockThatWasAheadKeepsNoAnswerForLonger() {
        clock.passes(500_000);
        var old = memory(10, 1 << 20);
        remember(old.of(null, ENDLESS), null, "1", "a");
        remember(old.of(null, ENDLESS), null, "2", "b");
        var lines = new ArrayList<String>();
        old.handOver(lines::add);
        clock.passes(-500_000);
        var next = memory(10, 1 << 20);
        for (String line : lines) next.takeOver(line.strip());
        remember(old.of(null, ENDLESS), null, "3", "c");
        clock.passes(1_000_000);
        for (var memory : List.of(old, next)) {
            assertNull(memory.of(null, ENDLESS).until("1"));
            assertEquals(new AnswerMemory.Size(0, 0), memory.size());
        }
    }

    @Test
    void aHandoverThatIsCutLeavesOutOnlyWhatIsNotWhole() {
        var old = memory(10, 1 << 20);
        remember(old.of(null, ENDLESS), remember(old.of(null, ENDLESS), null, "1", "a"), "2", "b");
        var lines = new ArrayList<String>();
        old.handOver(lines::add);
        for (int missing = 0; missing < lines.size(); missing++) {
            var next = memory(10, 1 << 20);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                assertTrue(next.takeOver(i == missing ? line.substring(0, line.length() - 2) : line));
            }
            assertNull(next.of(null, ENDLESS).until("2"), "line " + missing + " is missing");
        }
    }

    @Test
    void aMemoryThatIsOffTakesNothingAndGivesNothing() {
        var off = new AnswerMemory(new AnswerSettings(false, 10, 1 << 20, 1_000), clock);
        assertSame(EarlierAnswers.NONE, off.of(null, ENDLESS));
        var old = memory(10, 1 << 20);
        remember(old.of(null, ENDLESS), null, "1", "a");
        var lines = new ArrayList<String>();
        old.handOver(lines::add);
        for (String line : lines) assertTrue(off.takeOver(line.strip()));
        assertEquals(new AnswerMemory.Size(0, 0), off.size());
        off.handOver(_ -> {
            throw new AssertionError("there is nothing to hand over");
        });
    }
}
