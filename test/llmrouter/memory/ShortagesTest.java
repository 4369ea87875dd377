package llmrouter.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShortagesTest {
    private final List<String> said = new ArrayList<>();
    private long now = -TimeUnit.HOURS.toNanos(1);
    private final Shortages shortages = new Shortages(said::add, () -> now);

    @Test
    void eachKindIsSaidOnceAMinuteAndAlwaysCounted() {
        shortages.happened(Shortages.Kind.HEAD, 3);
        shortages.happened(Shortages.Kind.HEAD, 2);
        shortages.happened(Shortages.Kind.BODY, 1);
        assertEquals(2, said.size());
        assertTrue(said.getFirst().startsWith("no room: 3 requests whose header"), said.toString());
        now += TimeUnit.SECONDS.toNanos(61);
        shortages.happened(Shortages.Kind.HEAD, 4);
        assertEquals(3, said.size());
        assertTrue(said.getLast().startsWith("no room: 6 requests whose header"), said.toString());
        assertTrue(said.getLast().contains("since this was last said"), said.toString());
        assertEquals(9, shortages.count(Shortages.Kind.HEAD));
        assertEquals(1, shortages.count(Shortages.Kind.BODY));
        assertEquals(0, shortages.count(Shortages.Kind.ANSWER));
    }
}
