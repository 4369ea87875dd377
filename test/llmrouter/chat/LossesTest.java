package llmrouter.chat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LossesTest {
    private final Losses losses = new Losses();

    @Test
    void theLineNamesTheFieldsAndWhyWhereTheNameAloneSaysNothing() {
        losses.dropped("seed");
        losses.dropped("strict", "the model does not enforce a schema");
        losses.approximated("temperature", "1 is the most");
        assertEquals("dropped=seed,strict (the model does not enforce a schema); "
            + "approximated=temperature (1 is the most)", losses.line());
        assertEquals(List.of("seed", "strict"), losses.dropped());
        assertEquals(List.of("temperature"), losses.approximated());
        assertEquals("", losses.reason("seed"));
        assertEquals("1 is the most", losses.reason("temperature"));
        assertEquals("", losses.reason("nothing"));
    }

    @Test
    void theFirstReasonForAFieldStays() {
        losses.approximated("output", "first");
        losses.approximated("output", "second");
        assertEquals("approximated=output (first)", losses.line());
    }

    @Test
    void fieldsAreNamedAsTheClientSpellsThemWithTheirReasons() {
        losses.spell(Map.of("reasoning", "reasoning_effort"));
        losses.approximated("reasoning", "max becomes high");
        var writing = new Losses();
        writing.include(losses);
        assertEquals("approximated=reasoning_effort (max becomes high)", writing.line());
    }

    @Test
    void aLossWithoutANameCanBeSeen() {
        losses.dropped("", "a tool");
        losses.approximated("", "");
        assertEquals("dropped=_ (a tool); approximated=_", losses.line());
    }

    @Test
    void aReasonCannotWriteIntoTheHeader() {
        losses.dropped("f", "a\r\nset-cookie: x=1,b;c\u00e9" + "y".repeat(500));
        String line = losses.line();
        assertTrue(line.startsWith("dropped=f (a__set-cookie: x_1_b_c_yyy"), line);
        assertTrue(line.length() < 120, line);
    }
}
