package llmrouter.routing;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.config.Alias.Strategy;
import llmrouter.routing.PickResult.Capped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// What a failure is worth after the provider's key or address was changed.
class CorrectedProviderTest {
    private static final String WRONG_KEY = "11111111.aaaaaaaa";
    private static final String RIGHT_KEY = "22222222.aaaaaaaa";
    /// The wrong key's account at another address.
    private static final String OTHER_ADDRESS = "11111111.bbbbbbbb";

    private final TableHistory history = new TableHistory();

    private static Asking pair(String fingerprint) {
        return Asking.of(Strategy.ORDERED, new Choice("a/m", 1, List.of(), fingerprint), Asking.choice("b", 1));
    }

    private void failed(FailureClass category, String fingerprint) {
        history.table.report(new Outcome.Failed("a/m", category, -1, fingerprint), history.now);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH", "BILLING", "FORBIDDEN", "CONFIGURATION", "NOT_FOUND", "RATE_LIMITED", "POLICY",
        "TIMEOUT"})
    void noFailureCountsForAnotherKey(FailureClass category) {
        failed(category, WRONG_KEY);
        assertEquals("b", history.letter(pair(WRONG_KEY)));
        assertEquals("a", history.letter(pair(RIGHT_KEY)));
        assertEquals("b", history.letter(pair(WRONG_KEY)), "a gateway with the old configuration still knows it");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTH", "BILLING", "FORBIDDEN", "CONFIGURATION", "NOT_FOUND", "TIMEOUT"})
    void noFailureCountsAtAnotherAddress(FailureClass category) {
        failed(category, WRONG_KEY);
        assertEquals("a", history.letter(pair(OTHER_ADDRESS)));
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "POLICY"})
    void whatTheAccountIsRefusedStaysAtAnotherAddress(FailureClass category) {
        failed(FailureClass.NETWORK, WRONG_KEY);
        failed(category, WRONG_KEY);
        assertEquals("b", history.letter(pair(OTHER_ADDRESS)));
        assertEquals(0, history.table.snapshot(pair(OTHER_ADDRESS).request().choices(), history.now).health()
            .get("a/m").strikes(), "but the connection's failures do not");
    }

    @Test
    void aFailureOfARequestThatBeganBeforeTheChangeCountsForItAlone() {
        history.table.adopt(Map.of("a", RIGHT_KEY), history.now);
        failed(FailureClass.AUTH, WRONG_KEY);
        assertEquals("a", history.letter(pair(RIGHT_KEY)));
    }

    @Test
    void anAnswerToARequestThatBeganBeforeTheChangeDoesNotExcuseTheNewKey() {
        failed(FailureClass.AUTH, RIGHT_KEY);
        history.table.report(new Outcome.Healthy("a/m", null, WRONG_KEY), history.now);
        assertEquals("b", history.letter(pair(RIGHT_KEY)));
        history.table.report(new Outcome.Healthy("a/m", null, RIGHT_KEY), history.now);
        assertEquals("a", history.letter(pair(RIGHT_KEY)));
    }

    @Test
    void aGatewayThatHandsOverDoesNotExcuseTheNewKeyEither() {
        failed(FailureClass.AUTH, RIGHT_KEY);
        history.table.apply(new Change.HealthChanged("a/m", Health.healthy(WRONG_KEY)));
        assertEquals("b", history.letter(pair(RIGHT_KEY)));
        history.table.apply(new Change.HealthChanged("a/m", Health.healthy(RIGHT_KEY)));
        assertEquals("a", history.letter(pair(RIGHT_KEY)));
    }

    @Test
    void theStrikesOfAnotherKeyDoNotAddUp() {
        failed(FailureClass.NETWORK, WRONG_KEY);
        failed(FailureClass.NETWORK, RIGHT_KEY);
        assertEquals("a", history.letter(pair(RIGHT_KEY)), "it is the first failure with this key");
        failed(FailureClass.NETWORK, RIGHT_KEY);
        assertEquals("b", history.letter(pair(RIGHT_KEY)));
    }

    @Test
    void theChangeSaysWhatItEnded() {
        failed(FailureClass.AUTH, WRONG_KEY);
        history.later(60_000);
        assertEquals(List.of(new EndedCooldown("a/m", CandidateState.COOLDOWN, "auth_failed", 540_000)),
            history.table.adopt(Map.of("a", RIGHT_KEY), history.now));
        assertEquals(List.of(), history.table.adopt(Map.of("a", RIGHT_KEY), history.now), "once");
        assertEquals("a", history.letter(pair("")), "also for a reader that does not know the key");
    }

    @Test
    void nothingEndsWhereNothingChanged() {
        failed(FailureClass.AUTH, WRONG_KEY);
        assertEquals(List.of(), history.table.adopt(Map.of("a", WRONG_KEY), history.now));
        assertEquals(List.of(), history.table.adopt(Map.of("b", RIGHT_KEY), history.now));
        assertEquals(List.of(), history.table.adopt(Map.of(), history.now));
        assertEquals("b", history.letter(pair(WRONG_KEY)));
    }

    @Test
    void aRateLimitOutlastsAnotherAddressAndItsEndIsNotClaimed() {
        failed(FailureClass.RATE_LIMITED, WRONG_KEY);
        assertEquals(List.of(), history.table.adopt(Map.of("a", OTHER_ADDRESS), history.now));
        assertEquals("b", history.letter(pair(OTHER_ADDRESS)));
        assertEquals(1, history.table.adopt(Map.of("a", RIGHT_KEY), history.now).size());
    }

    /// The state of an earlier version has no fingerprints. Its records are taken for those of the present key, and end
    /// when that is changed.
    @Test
    void aRecordOfAnEarlierVersionBelongsToTheFirstKeyThatIsSeen() {
        failed(FailureClass.AUTH, "");
        assertEquals(List.of(), history.table.adopt(Map.of("a", WRONG_KEY), history.now));
        assertEquals("b", history.letter(pair(WRONG_KEY)));
        assertEquals(1, history.table.adopt(Map.of("a", RIGHT_KEY), history.now).size());
        assertEquals("a", history.letter(pair(RIGHT_KEY)));
    }

    @Test
    void aCapIsNotEnded() {
        var capped = Asking.of(Strategy.ORDERED, new Choice("a/m", 1,
            List.of(Asking.requests("a/cap", 1, Asking.AGES)), WRONG_KEY));
        history.letter(capped);
        history.table.adopt(Map.of("a", RIGHT_KEY), history.now);
        history.table.end(_ -> true, history.now);
        assertInstanceOf(Capped.class, history.pick(capped));
    }

    @Test
    void whatIsNamedIsEndedAndNothingElse() {
        failed(FailureClass.AUTH, WRONG_KEY);
        history.failed("b", FailureClass.TIMEOUT);
        history.later(30_000);
        assertEquals(List.of(new EndedCooldown("b/m", CandidateState.HALF_OPEN, "timeout", 0)),
            history.table.end(ref -> ref.startsWith("b/"), history.now));
        assertFalse(history.health("a").isHealthy());
        assertEquals(1, history.table.end(_ -> true, history.now).size());
        assertEquals(List.of(), history.table.end(_ -> true, history.now));
    }

    @Test
    void aReplayOfTheChangesKnowsWhoseFailuresTheyWere() {
        failed(FailureClass.AUTH, WRONG_KEY);
        var copy = new RoutingTable(TableHistory.POLICY, _ -> {});
        history.changes.forEach(copy::apply);
        assertEquals(1, copy.adopt(Map.of("a", RIGHT_KEY), history.now).size());
    }

    @Test
    void theLineSaysWhatEnded() {
        assertEquals("a/m: cooldown of 9 min 50 s after auth_failed ended",
            new EndedCooldown("a/m", CandidateState.COOLDOWN, "auth_failed", 590_000).line());
        assertEquals("a/m: open circuit of 23 s after network_error ended",
            new EndedCooldown("a/m", CandidateState.CIRCUIT_OPEN, "network_error", 23_000).line());
        assertEquals("a/m: half-open circuit after timeout ended",
            new EndedCooldown("a/m", CandidateState.HALF_OPEN, "timeout", 0).line());
    }
}
