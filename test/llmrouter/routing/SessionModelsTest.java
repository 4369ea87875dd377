package llmrouter.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class SessionModelsTest {
    private final SessionModels models = new SessionModels();

    @Test
    void theLastModelOfASessionIsKnownByEachOfItsNames() {
        models.asked(List.of("session", "thread"), "work", 100);
        models.asked(List.of("session"), "other", 200);
        assertEquals("other", models.last(List.of("session"), 200));
        assertEquals("work", models.last(List.of("nobody", "thread", "session"), 200));
        assertNull(models.last(List.of("nobody"), 200));
        assertNull(models.last(List.of(), 200));
    }

    @Test
    void aSessionIsForgottenSomeHoursAfterItsLastRequest() {
        models.asked(List.of("a"), "work", 100);
        assertEquals("work", models.last(List.of("a"), 99 + SessionModels.KEPT_SECONDS));
        assertNull(models.last(List.of("a"), 100 + SessionModels.KEPT_SECONDS));
    }

    @Test
    void theSessionsUnusedForLongestGiveWay() {
        models.asked(List.of("old"), "work", 1);
        models.asked(List.of("used"), "work", 1);
        for (int i = 0; i < SessionModels.MOST_NAMES - 1; i++) {
            models.asked(List.of("s" + i), "work", 2);
            assertEquals("work", models.last(List.of("used"), 2));
        }
        assertNull(models.last(List.of("old"), 2));
        assertEquals("work", models.last(List.of("used"), 2));
    }

    @Test
    void aVeryLongNameOfAModelIsNotKept() {
        models.asked(List.of("a"), "x".repeat(SessionModels.LONGEST_MODEL + 1), 1);
        assertNull(models.last(List.of("a"), 1));
    }
}
