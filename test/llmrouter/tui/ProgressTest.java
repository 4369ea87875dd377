package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ProgressTest {
    @Test
    void hasABarWhereTheTotalIsKnown() {
        assertEquals("[##########..........] 20 of 40, 10 s left: m-7", new ProgressWords(20, 40, "m-7").bar(10_000));
        assertEquals("7 done: m-7", new ProgressWords(7, 0, "m-7").bar(10_000));
        assertEquals("[####################] 3 of 3", new ProgressWords(3, 3, "").bar(10_000));
        assertEquals("[####################] 9 of 3", new ProgressWords(9, 3, "").bar(10_000));
    }

    @Test
    void estimatesNothingTooEarly() {
        assertEquals("1 of 40", new ProgressWords(1, 40, "").line(100));
        assertEquals("0 of 40: m", new ProgressWords(0, 40, "m").line(100_000));
    }

    @Test
    void isALineNowAndThenAndAtTheEnd() {
        var lines = new ArrayList<String>();
        var clock = new long[1];
        var progress = new LineProgress("Asking", lines::add, () -> clock[0]);
        for (int i = 1; i <= 100; i++) {
            clock[0] += 100_000_000;
            progress.at(i, 100, "");
        }
        progress.close();
        progress.close();
        assertEquals(List.of("Asking …", "Asking: 50 of 100, 5.0 s left", "Asking: 100 of 100"), lines);
    }
}
