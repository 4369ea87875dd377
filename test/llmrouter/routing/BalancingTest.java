package llmrouter.routing;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;

import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.Asking.requests;
import static llmrouter.routing.TableHistory.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BalancingTest {
    private final TableHistory history = new TableHistory();

    @Test
    void heavyCandidatesTakeTheirTurnsWithoutBursts() {
        var asking = Asking.of(Strategy.WEIGHTED_RR, choice("a", 5), choice("b", 1), choice("c", 1));
        assertEquals("aabacaa".repeat(3), history.letters(asking, 21));
    }

    @Test
    void fractionsOfWeightsCountExactly() {
        var asking = Asking.of(Strategy.WEIGHTED_RR, choice("a", 0.000_3), choice("b", 0.000_1), choice("c", 2.5));
        String letters = history.letters(asking, 25_004);
        assertEquals(3, count(letters, 'a'));
        assertEquals(1, count(letters, 'b'));
    }

    @Test
    void smallWeightsStayInProportionWhereCapacityCounts() {
        var asking = Asking.of(Strategy.AUTO, choice("a", 0.000_3), choice("b", 0.000_1));
        assertEquals(75, count(history.letters(asking, 100), 'a'));
    }

    @Test
    void hugeWeightsStayInProportionWhereCapacityCounts() {
        var asking = Asking.of(Strategy.AUTO, choice("a", 300_000_000), choice("b", 100_000_000));
        assertEquals(75, count(history.letters(asking, 100), 'a'));
    }

    @Test
    void roundRobinRotatesEvenlyWhateverTheWeights() {
        var asking = Asking.of(Strategy.ROUND_ROBIN, choice("a", 9), choice("b", 1), choice("c", 1));
        assertEquals("abcabcabc", history.letters(asking, 9));
    }

    @Test
    void orderedTakesTheFirstThatIsFree() {
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1), choice("b", 9));
        assertEquals("aaa", history.letters(asking, 3));
        history.failed("a", FailureClass.AUTH);
        assertEquals("bbb", history.letters(asking, 3));
        assertEquals(1, history.changes.size(), "an ordered route without caps changes nothing but the health");
    }

    @Test
    void fallbacksWaitUntilNoPrimaryIsFree() {
        var asking = Asking.of(Strategy.ROUND_ROBIN, choice("a", 1), choice("b", 1), choice("c", 1), choice("d", 1))
            .primary(2);
        assertEquals("abab", history.letters(asking, 4));
        history.failed("a", FailureClass.AUTH);
        assertEquals("bb", history.letters(asking, 2));
        history.failed("b", FailureClass.AUTH);
        assertEquals("cc", history.letters(asking, 2));
        assertEquals("d", history.letter(asking.barred(2)));
    }

    @Test
    void theNextAfterAFailureIsTheNextRichestAndPaysNothing() {
        var choices = new Choice[] {choice("a", 5), choice("b", 3), choice("c", 1)};
        var fresh = Asking.of(Strategy.WEIGHTED_RR, choices);
        assertEquals("a", history.letter(fresh));
        assertEquals("b", history.letter(Asking.of(Strategy.WEIGHTED_RR, choices).barred(0)));
        assertEquals("c", history.letter(Asking.of(Strategy.WEIGHTED_RR, choices).barred(0, 1)));
        assertEquals(new TableHistory().letters(fresh, 12).substring(1), history.letters(fresh, 11),
            "the rotation goes on as if nothing had failed");
    }

    @Test
    void aCandidateThatRestedComesBackInProportion() {
        var asking = Asking.of(Strategy.WEIGHTED_RR, choice("a", 2), choice("b", 1), choice("c", 1));
        history.failed("a", FailureClass.AUTH);
        assertEquals(50, count(history.letters(asking, 100), 'b'));
        history.alive("a");
        assertEquals(50, count(history.letters(asking, 100), 'a'));
    }

    @Test
    void aFailureHalvesTheWeightWhereHealthCounts() {
        for (Strategy strategy : new Strategy[] {Strategy.QUOTA_AWARE_WEIGHTED_RR, Strategy.AUTO}) {
            var failed = new TableHistory();
            failed.failed("a", FailureClass.TEMPORARY);
            String letters = failed.letters(Asking.of(strategy, choice("a", 2), choice("b", 1)), 100);
            assertEquals(50, count(letters, 'a'), strategy.word());
        }
        history.failed("a", FailureClass.TEMPORARY);
        assertEquals(200,
            count(history.letters(Asking.of(Strategy.WEIGHTED_RR, choice("a", 2), choice("b", 1)), 300), 'a'));
    }

    @Test
    void loadShiftsAwayFromABucketThatEmpties() {
        var asking = Asking.of(Strategy.QUOTA_AWARE_WEIGHTED_RR, choice("a", 1, requests("a/cap", 100, Asking.AGES)),
            choice("b", 1, requests("b/cap", 1000, Asking.AGES)));
        long early = count(history.letters(asking, 50), 'a');
        history.letters(asking, 150);
        long late = count(history.letters(asking, 50), 'a');
        assertTrue(early >= 20 && early <= 25, "nearly even at first, but a took " + early);
        assertTrue(late < early / 2 + 3, "a took " + late + " of 50 after " + early + " of 50");
        assertTrue(late > 0, "what is left is still used");
    }

    @Test
    void routesHaveTheirOwnTurns() {
        Map<String, String> first = new HashMap<>();
        for (String route : new String[] {"one", "two"}) {
            PickRequest q = Asking.of(Strategy.ROUND_ROBIN, choice("a", 1), choice("b", 1)).request();
            var own = new PickRequest(route, q.strategy(), q.choices(), q.primary(), q.barred(), -1, null, 0,
                q.signatures());
            first.put(route, ((PickResult.Chosen) history.table.pick(own, history.now)).reservation().ref());
        }
        assertEquals(Map.of("one", "a/m", "two", "a/m"), first);
    }
}
