package llmrouter.routing;

import java.util.Set;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;

import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.Asking.requests;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ConversationsTest {
    private static final long HOUR = 3_600_000;

    private final TableHistory history = new TableHistory();

    private static Asking auto(String affinity) {
        return Asking.of(Strategy.AUTO, choice("a", 1), choice("b", 1), choice("c", 1)).affinity(affinity);
    }

    @Test
    void aConversationStaysWhereItWas() {
        history.alive("b", "talk");
        assertEquals("bbbb", history.letters(auto("talk"), 4));
        assertEquals("abc", history.letters(auto("another"), 3),
            "a conversation that stays does not change the round-robin");
        assertEquals("abc", history.letters(auto(null), 3));
    }

    @Test
    void anHourOfSilenceEndsIt() {
        history.alive("b", "talk");
        assertEquals("b", history.later(HOUR - 1).letter(auto("talk")));
        assertEquals("a", history.later(1).letter(auto("talk")));
    }

    @Test
    void everyAnswerRenewsIt() {
        for (int i = 0; i < 5; i++) {
            history.alive("b", "talk");
            assertEquals("b", history.later(HOUR - 1).letter(auto("talk")));
        }
    }

    @Test
    void otherStrategiesDoNotCare() {
        history.alive("b", "talk");
        assertEquals("abc",
            history.letters(Asking.of(Strategy.ROUND_ROBIN, choice("a", 1), choice("b", 1), choice("c", 1))
            .affinity("talk"), 3));
        assertEquals("a", history.letter(Asking.of(Strategy.ORDERED, choice("a", 1), choice("b", 1)).affinity("talk")));
    }

    @Test
    void itMovesOnWhenItsCandidateIsNotEligible() {
        var capped = Asking.of(Strategy.AUTO, choice("a", 1), choice("b", 1, requests("b/cap", 1, Asking.AGES)))
            .affinity("talk");
        history.alive("b", "talk");
        assertEquals("b", history.letter(capped));
        assertEquals("a", history.letter(capped));
        history.failed("b", FailureClass.TIMEOUT);
        assertEquals("a", history.letter(auto("talk")));
        assertEquals("c",
            history.letter(Asking.of(Strategy.AUTO, choice("a", 1), choice("c", 1)).affinity("talk").barred(0)));
        history.alive("c", "talk");
        assertEquals("c", history.letter(auto("talk")), "the candidate that answered last gets the conversation");
    }

    @Test
    void anothersThinkingIsToldApart() {
        history.table.report(new Outcome.Signed("s1", "a"), history.now);
        history.table.report(new Outcome.Signed("s2", "b"), history.now);
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1)).signatures("s1", "s2", "never seen");
        assertEquals(Set.of("s2"), history.chosen(asking).foreign().keySet());
    }

    @Test
    void refusedFieldsAreRememberedByCandidate() {
        history.table.report(new Outcome.Refused("a/m", "reasoning_effort"), history.now);
        history.table.report(new Outcome.Refused("a/m", "top_k"), history.now);
        assertEquals(Set.of("reasoning_effort", "top_k"),
            history.chosen(Asking.of(Strategy.ORDERED, choice("a", 1))).refused());
        assertEquals(Set.of(), history.chosen(Asking.of(Strategy.ORDERED, choice("b", 1))).refused());
    }

    @Test
    void whatAModelCountsIsAMovingAverageByCandidate() {
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1));
        assertEquals(0, history.chosen(asking).scale());
        history.table.report(Outcome.Measured.of("a/m", 1_500, 1_000), history.now);
        assertEquals(1_500, history.chosen(asking).scale());
        history.table.report(Outcome.Measured.of("a/m", 700, 1_000), history.now);
        assertEquals(1_400, history.chosen(asking).scale());
        assertEquals(0, history.chosen(Asking.of(Strategy.ORDERED, choice("b", 1))).scale());
    }

    @Test
    void anAbsurdCountMovesTheAverageOnlySoFar() {
        assertEquals(3_000, Outcome.Measured.of("a/m", 90_000, 1_000).permille());
        assertEquals(300, Outcome.Measured.of("a/m", 1, 1_000).permille());
    }

    @Test
    void memoryHasABound() {
        for (int i = 0; i < 30_000; i++) {
            history.alive("b", "talk " + i);
            history.table.report(new Outcome.Signed("signature " + i, "b"), history.now);
        }
        var changes = history.table.changes();
        assertEquals(10_000, changes.stream().filter(c -> c instanceof Change.AffinitySet).count());
        assertEquals(20_000, changes.stream().filter(c -> c instanceof Change.SignatureSeen).count());
        assertEquals("b", history.letter(auto("talk 29999")));
        assertEquals("a", history.letter(auto("talk 0")), "the oldest went first");
    }
}
