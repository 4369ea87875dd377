package llmrouter.routing;

import java.util.HashSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The words of log, `/status` and metrics.
class RequestEndTest {
    @ParameterizedTest
    @EnumSource
    void everyFailureHasAnEndWithTheSameWord(FailureClass failure) {
        assertEquals(failure.word(), RequestEnd.of(failure).word());
    }

    @ParameterizedTest
    @EnumSource
    void everyWordIsReadBack(RequestEnd end) {
        assertEquals(end, RequestEnd.parse(end.word()));
        assertEquals(end.word(), end.toString());
    }

    @Test
    void noWordStandsForTwoEnds() {
        var words = new HashSet<String>();
        for (RequestEnd end : RequestEnd.values()) assertTrue(words.add(end.word()), end.word());
        assertEquals(FailureClass.values().length + 5, words.size());
    }

    @Test
    void anUnknownWordOrNoneIsNoEnd() {
        assertNull(RequestEnd.parse("on_strike"));
        assertNull(RequestEnd.parse("OK"));
        assertNull(RequestEnd.parse(null));
    }

    @Test
    void anAnswerAndAClientThatDisconnectsAreNoFailures() {
        assertFalse(RequestEnd.OK.failed());
        assertFalse(RequestEnd.CLIENT_GONE.failed());
        assertTrue(RequestEnd.MID_STREAM.failed());
        assertTrue(RequestEnd.INTERNAL_ERROR.failed());
    }
}
