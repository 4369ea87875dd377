package llmrouter.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.PickResult.Capped;
import llmrouter.routing.PickResult.NoneLeft;
import llmrouter.routing.RoutingTable.Use;

import static llmrouter.routing.Asking.MINUTE;
import static llmrouter.routing.Asking.choice;
import static llmrouter.routing.Asking.inFlight;
import static llmrouter.routing.Asking.requests;
import static llmrouter.routing.Asking.tokens;
import static llmrouter.routing.TableHistory.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

class CapsTest {
    /// The minute in which every history starts ends here.
    private static final long NEXT_MINUTE = START - START % 60_000 + 60_000;

    private final TableHistory history = new TableHistory();

    private static Asking lone(Cap... caps) {
        return Asking.of(Strategy.ORDERED, choice("a", 1, caps));
    }

    private long refusedFor(Asking asking) {
        return assertInstanceOf(Capped.class, history.pick(asking)).retryAfterMs();
    }

    @Test
    void aCapLetsThroughWhatItSaysAndTellsWhenItWillAgain() {
        var asking = lone(requests("a/cap", 3, MINUTE));
        assertEquals("aaa", history.letters(asking, 3));
        history.later(1234);
        assertEquals(NEXT_MINUTE - START - 1234, refusedFor(asking));
        history.now = NEXT_MINUTE - 1;
        assertEquals(1, refusedFor(asking));
        history.now = NEXT_MINUTE;
        assertEquals("aaa", history.letters(asking, 3));
        assertEquals(60_000, refusedFor(asking));
    }

    @Test
    void everyCapMustHaveRoomAndNoneIsTakenFromInVain() {
        Cap minute = requests("a/minute", 2, MINUTE);
        Cap hour = requests("a/hour", 3, new Window(Unit.HOUR, 1));
        var asking = lone(minute, hour);
        history.letters(asking, 2);
        refusedFor(asking);
        assertEquals(2, history.use(hour).requests());
        history.now = NEXT_MINUTE;
        history.letter(asking);
        long hourEnds = START - START % 3_600_000 + 3_600_000;
        assertEquals(hourEnds - NEXT_MINUTE, refusedFor(asking), "the later of the two");
    }

    @Test
    void theCandidateThatHasRoomFirstDecidesTheWait() {
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1, requests("a/cap", 1, new Window(Unit.DAY, 1))),
            choice("b", 1, requests("b/cap", 1, MINUTE)));
        assertEquals("ab", history.letters(asking, 2));
        Capped capped = assertInstanceOf(Capped.class, history.pick(asking));
        assertEquals(NEXT_MINUTE - START, capped.retryAfterMs());
        assertEquals(List.of("a/m", "b/m"), TableHistory.skipped(capped));
        assertEquals(List.of("quota-exhausted"), capped.skipped().getFirst().words());
    }

    @Test
    void anExhaustedCandidateIsSkippedForTheNext() {
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1, requests("a/cap", 1, MINUTE)), choice("b", 1));
        assertEquals("abb", history.letters(asking, 3));
        assertEquals(List.of("quota-exhausted"), TableHistory.reasons(history.pick(asking)));
    }

    @Test
    void candidatesMayShareABucket() {
        Cap shared = requests("p/all", 3, MINUTE);
        var asking = Asking.of(Strategy.ROUND_ROBIN, choice("a", 1, shared), choice("b", 1, shared));
        assertEquals("aba", history.letters(asking, 3));
        refusedFor(asking);
    }

    @Test
    void onlyACapRefusesNeverARest() {
        var asking = Asking.of(Strategy.ORDERED, choice("a", 1, requests("a/cap", 1, MINUTE)), choice("b", 1));
        history.letter(asking);
        history.failed("b", FailureClass.BILLING);
        assertEquals("b", history.letter(asking), "a candidate on cooldown is better than none");
        refusedFor(Asking.of(Strategy.ORDERED, choice("a", 1, requests("a/cap", 1, MINUTE))));
        history.failed("a", FailureClass.BILLING);
        PickResult both = history.pick(lone(requests("a/cap", 1, MINUTE)));
        assertEquals(List.of("cooldown", "quota-exhausted"),
            TableHistory.reasons(assertInstanceOf(Capped.class, both)));
    }

    @Test
    void tokensAreReservedAndThenSettled() {
        Cap cap = tokens("a/tokens", 1000, MINUTE);
        var asking = lone(cap).tokens(400);
        var first = history.chosen(asking);
        var second = history.chosen(asking);
        assertEquals(NEXT_MINUTE - START, refusedFor(asking));
        history.settled(first, true, 100);
        assertEquals(new Use(2, 500, 0, NEXT_MINUTE), history.use(cap));
        history.letter(asking);
        history.settled(second, true, 900);
        assertEquals(1400, history.use(cap).tokens(), "what was really used counts, however much it was");
        refusedFor(asking);
    }

    @Test
    void unknownUsageLeavesTheEstimate() {
        Cap cap = tokens("a/tokens", 1000, MINUTE);
        history.settled(history.chosen(lone(cap).tokens(400)), true, -1);
        assertEquals(400, history.use(cap).tokens());
    }

    @Test
    void aRequestLargerThanTheWholeCapGetsAnUntouchedWindow() {
        var asking = lone(tokens("a/tokens", 1000, MINUTE)).tokens(5000);
        history.letter(asking);
        refusedFor(asking);
        history.now = NEXT_MINUTE;
        history.letter(asking);
    }

    @Test
    void whatNeverReachedTheProviderIsGivenBack() {
        Cap cap = new Cap("a/both", 2L, 1000L, null, MINUTE);
        var asking = lone(cap).tokens(300);
        var first = history.chosen(asking);
        history.letter(asking);
        refusedFor(asking);
        history.settled(first, false, -1);
        assertEquals(new Use(1, 300, 0, NEXT_MINUTE), history.use(cap));
        history.letter(asking);
    }

    @Test
    void whatIsGivenBackAfterItsWindowChangesNoOther() {
        Cap cap = new Cap("a/both", 2L, 1000L, null, MINUTE);
        var asking = lone(cap).tokens(300);
        var early = history.chosen(asking);
        var late = history.chosen(asking);
        history.now = NEXT_MINUTE;
        history.letter(asking);
        history.settled(early, false, -1);
        history.settled(late, true, 900);
        assertEquals(new Use(1, 300, 0, NEXT_MINUTE + 60_000), history.use(cap));
    }

    @Test
    void requestsInFlightAreCappedAndFreedHoweverTheyEnd() {
        Cap cap = inFlight("a/flight", 2);
        var asking = lone(cap);
        var first = history.chosen(asking);
        var second = history.chosen(asking);
        assertEquals(1000, refusedFor(asking), "the end of a request is unknown, so the wait is a second");
        history.settled(first, true, 5);
        history.settled(second, false, -1);
        assertEquals(0, history.use(cap).inFlight());
        assertEquals("aa", history.letters(asking, 2));
        assertEquals(List.of(), history.changes, "a restart has none in flight");
    }

    @Test
    void oneCapMayCountAllThree() {
        Cap cap = new Cap("a/all", 10L, 10_000L, 1L, MINUTE);
        var first = history.chosen(lone(cap).tokens(10));
        refusedFor(lone(cap));
        history.settled(first, true, 20);
        assertEquals(new Use(1, 20, 0, NEXT_MINUTE), history.use(cap));
    }

    @Test
    void anotherTryOfTheSameCandidateCountsAndMayBeRefused() {
        var asking = lone(requests("a/cap", 2, MINUTE));
        history.letter(asking);
        history.failed("a", FailureClass.TIMEOUT);
        var again = history.chosen(lone(requests("a/cap", 2, MINUTE)).only(0));
        assertFalse(again.lastResort());
        refusedFor(lone(requests("a/cap", 2, MINUTE)).only(0));
    }

    @Test
    void noCandidateIsLeftWhenAllWereTried() {
        assertInstanceOf(NoneLeft.class, history.pick(lone().barred(0)));
    }

    @Test
    void aClockThatIsSetBackDoesNotSwitchACapOff() {
        Cap cap = requests("a/cap", 2, MINUTE);
        history.later(30 * 365 * 86_400_000L);
        var wrong = history.chosen(lone(cap));
        history.now = START;
        history.letters(lone(cap), 2);
        refusedFor(lone(cap));
        history.settled(wrong, false, -1);
        assertEquals(2, history.use(cap).requests());
    }

    @Test
    void aCapThatChoicesShareIsListedOnce() {
        Cap shared = requests("a/shared", 2, MINUTE);
        Cap own = tokens("a/own", 9, MINUTE);
        var choices = List.of(choice("a", 1, shared), choice("b", 1), choice("c", 1, own, shared));
        assertEquals(List.of(shared, own), Choice.distinctCaps(choices));
    }
}
