package llmrouter.protocol.request;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ToolNamesTest {
    private final ToolNames names = new ToolNames();

    @Test
    void namesThatFitStayAsTheyAre() {
        assertEquals("get_weather-2", names.wire("get_weather-2"));
        assertEquals("get_weather-2", names.client("get_weather-2"));
        assertEquals("never seen", names.client("never seen"));
    }

    @Test
    void otherNamesAreMadeFitAndFoundAgain() {
        for (String name : List.of("a.b", "a/b", "a b", "名前", "\"; DROP", "x".repeat(65), "", "x\r\ny")) {
            String wire = names.wire(name);
            assertTrue(ToolNames.fits(wire), wire);
            assertEquals(name, names.client(wire));
            assertEquals(wire, names.wire(name), "the same name again");
        }
    }

    @Test
    void theResultDependsOnTheNamesAlone() {
        names.wire("b.c");
        assertEquals(names.wire("a.b"), new ToolNames().wire("a.b"));
    }

    @Test
    void aNameThatLooksLikeAShortenedOneDoesNotCollide() {
        String wire = names.wire("a.b");
        String other = names.wire(wire);
        assertNotEquals(wire, other);
        assertEquals("a.b", names.client(wire));
        assertEquals(wire, names.client(other));
    }

    @Test
    void freshNamesAreNeverTaken() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            var seen = new HashSet<String>();
            for (int i = 0; i < 20_000; i++) assertTrue(seen.add(names.fresh("call_0")));
        });
    }
}
