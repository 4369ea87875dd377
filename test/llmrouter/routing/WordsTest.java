package llmrouter.routing;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class WordsTest {
    /// Logs, `/status`, metrics, headers and the scripts for Redis use these words: a change of one is a change of
    /// behaviour.
    @Test
    void theWordsAreTheOnesThatWereAlwaysUsed() {
        assertEquals(List.of("quota-exhausted", "cooldown", "circuit-open", "circuit-probing", "other-format",
            "other-issuer", "left-out"),
            Stream.of(SkipReason.values()).map(SkipReason::word).toList());
        assertEquals(List.of("ok", "cooldown", "circuit-open", "half-open", "left-out"),
            Stream.of(CandidateState.values()).map(CandidateState::word).toList());
        assertEquals(List.of("ok", "last-resort", "capped", "left-out"),
            Stream.of(RouteOutlook.State.values()).map(RouteOutlook.State::word).toList());
    }

    @Test
    void everyWordIsReadBackAndNoOther() {
        for (SkipReason reason : SkipReason.values()) assertEquals(reason, SkipReason.parse(reason.word()));
        for (CandidateState state : CandidateState.values()) assertEquals(state, CandidateState.parse(state.word()));
        assertNull(SkipReason.parse("COOLDOWN"));
        assertNull(SkipReason.parse(null));
        assertNull(CandidateState.parse("open"));
        assertNull(CandidateState.parse(null));
    }

    /// At time 100; `0` is never.
    @ParameterizedTest
    @CsvSource({"0, 0, OK", "0, 100, OK", "0, 101, COOLDOWN", "101, 0, CIRCUIT_OPEN", "100, 0, HALF_OPEN",
        "101, 101, COOLDOWN", "100, 101, COOLDOWN"})
    void aCooldownIsReportedBeforeACircuit(long openUntil, long cooldownUntil, CandidateState expected) {
        assertEquals(expected, new Health(1, openUntil, cooldownUntil, "timeout", 50, "").state(100));
    }
}
