package llmrouter.cli.watch;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LookHistoryTest {
    private final LookHistory history = new LookHistory();

    private double rate() {
        return history.perSecond(figures -> figures.number("requests", 0));
    }

    @Test
    void oneAnswerHasNoRate() {
        history.add(Looks.at(0, 1, 100));
        assertEquals(-1, rate());
    }

    @Test
    void aRateIsOfTheLastTenSeconds() {
        for (int i = 0; i <= 60; i++) history.add(Looks.at(i, 1, i < 50 ? 0 : 3L * (i - 49)));
        assertEquals(3.0, rate(), 0.01);
        assertTrue(history.seconds() <= 11, "" + history.seconds());
    }

    /// A gateway that starts again begins to count from zero.
    @Test
    void aRestartMakesNoNegativeRate() {
        history.add(Looks.at(0, 1, 1000));
        history.add(Looks.at(1, 1, 1010));
        history.add(Looks.silent(2));
        history.add(Looks.at(3, 2, 4));
        history.add(Looks.at(4, 2, 6));
        assertEquals((10 + 4 + 2) / 4.0, rate(), 0.001);
    }

    @Test
    void aRestartThatCountsMoreThanBeforeIsNoticedToo() {
        history.add(Looks.at(0, 1, 5));
        history.add(Looks.at(1, 2, 8));
        assertEquals(8.0, rate(), 0.001);
    }

    @Test
    void aCounterThatGoesBackInOneProcessBeginsAgain() {
        history.add(Looks.at(0, 1, 50));
        history.add(Looks.at(1, 1, 2));
        assertEquals(2.0, rate(), 0.001);
    }

    @Test
    void aSilentGatewayKeepsItsLastFigures() {
        history.add(Looks.silent(0));
        assertNull(history.known());
        history.add(Looks.at(1, 1, 7));
        history.add(Looks.silent(2));
        assertEquals(7, history.known().figures().number("requests", 0));
        assertEquals("does not run", history.last().silent());
    }

    @Test
    void anOlderGatewayHasNoFigures() {
        history.add(new GatewayLook(0, Json.object().put("name", "llm-router"), null));
        history.add(new GatewayLook(1_000_000_000, Json.object().put("name", "llm-router"), null));
        assertEquals(0, rate());
    }
}
