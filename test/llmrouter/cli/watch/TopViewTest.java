package llmrouter.cli.watch;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TopViewTest {
    private static final long NOW = Instant.parse("2026-11-30T10:00:10Z").toEpochMilli();

    private final TopView view = new TopView("http://127.0.0.1:8787", CandidateRow.Order.CALLS);

    private List<String> screen() {
        return view.draw(80, 24, NOW).texts();
    }

    private void twoAnswers() {
        view.add(Looks.at(0, 1, 100));
        view.add(Looks.at(2, 1, 105));
    }

    @Test
    void theWholeScreen() {
        twoAnswers();
        assertEquals(List.of(
            "llm-router 9.9.9 on http://127.0.0.1:8787, up 1 min 30 s, process 1",
            "Requests 105 (2.5/s), failed 1, refused 0, open 2, streams 1",
            "Tokens 10 in (0/s), 10.5k out (250/s)",
            "First token 420 ms median, 1.9 s for the slowest 5 % (last 5 min)",
            "1 of 2 candidates is unhealthy; every alias and model can still be answered.",
            "CANDIDATE                    STATE     CALLS/S   CALLS  FAILED   TOK/S  1ST TOK",
            "p/m                          ok            2.5     105       1     250   250 ms",
            "a/waits                      cooldown…       0       0       0       0        -",
            "Cap p/minute: 28 of 40 requests left",
            "Cap p/day: 1 of 100 tokens left",
            "p: pause, q: quit, s: sort (calls), ?: help"), screen());
    }

    @Test
    void sKeysChangeTheOrder() {
        twoAnswers();
        view.press(Named.RIGHT);
        view.press(Named.RIGHT);
        view.press(new Letter('s'));
        assertTrue(screen().getLast().contains("sort (name)"), screen().getLast());
        assertTrue(screen().get(6).startsWith("a/waits"), screen().toString());
        view.press(new Letter('s'));
        assertTrue(screen().get(6).startsWith("a/waits"), "what is not ok stands first");
    }

    @Test
    void aPausedViewStays() {
        twoAnswers();
        view.press(new Letter('p'));
        view.add(Looks.at(3, 1, 900));
        assertTrue(screen().get(1).startsWith("Requests 105"), screen().toString());
        assertTrue(screen().getLast().startsWith("PAUSED"), screen().getLast());
        view.press(new Letter('p'));
        view.add(Looks.at(4, 1, 901));
        assertTrue(screen().get(1).startsWith("Requests 901"), screen().toString());
    }

    @Test
    void aGatewayThatStopsIsToldAndOneThatNeverAnsweredToo() {
        view.add(Looks.silent(0));
        assertEquals("http://127.0.0.1:8787 does not run", screen().getFirst());
        twoAnswers();
        view.add(Looks.silent(5));
        assertTrue(screen().contains("It does not run. The last figures stay."), screen().toString());
    }

    @Test
    void anOlderGatewayIsTold() {
        view.add(new GatewayLook(0, (Json.Obj) Json.parse("{\"version\":\"0.0.1\",\"pid\":3}"), null));
        assertTrue(screen().get(1).startsWith("This gateway is too old"), screen().toString());
    }

    @Test
    void keysThatLeave() {
        assertTrue(view.press(new Letter('q')));
        assertTrue(view.press(Named.ESCAPE));
        assertTrue(view.press(Named.GONE));
        assertFalse(view.press(new Letter('x')));
        assertFalse(view.press(new Letter('?')));
        assertFalse(view.press(Named.ESCAPE), "it leaves the help first");
        assertTrue(view.press(Named.ESCAPE));
    }

    @Test
    void everyWindowHoldsIt() {
        twoAnswers();
        for (int round = 0; round < 2; round++) {
            for (int rows = 3; rows < 40; rows++) {
                for (int columns : new int[] {10, 20, 80, 200}) {
                    assertTrue(view.draw(columns, rows, NOW).lines().size() < rows, rows + " rows");
                }
            }
            view.press(Named.HELP);
        }
        for (String line : screen()) assertTrue(Columns.of(line) < 80, line);
    }

    @Test
    void aLongListMoves() {
        twoAnswers();
        view.press(Named.END);
        List<String> small = view.draw(80, 9, NOW).texts();
        assertEquals(8, small.size());
        assertEquals("Cap p/day: 1 of 100 tokens left", small.get(6));
        assertTrue(small.getLast().endsWith("[3-4 of 4]"), small.toString());
    }

    @Test
    void numbersAreShort() {
        assertEquals("9999", TopText.number(9_999));
        assertEquals("12.3k", TopText.number(12_345));
        assertEquals("999.9k", TopText.number(999_999));
        assertEquals("4.5M", TopText.number(4_567_890));
        assertEquals("0.5", TopText.perSecond(0.5));
        assertEquals("-", TopText.perSecond(-1));
    }
}
