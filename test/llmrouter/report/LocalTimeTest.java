package llmrouter.report;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Moments for people and for programs.
class LocalTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant AT = Instant.parse("2026-11-28T21:59:35.830565396Z");

    @Test
    void aMomentOfTodayHasNoDate() {
        assertEquals("22:59:35", LocalTime.of(AT, Instant.parse("2026-11-28T22:30:00Z"), BERLIN));
    }

    @Test
    void aMomentOfAnotherDayInThisZoneHasItsDate() {
        assertEquals("2026-11-28 22:59:35", LocalTime.of(AT, Instant.parse("2026-11-28T23:10:00Z"), BERLIN));
        assertEquals("2026-11-28 22:59:35", LocalTime.of(AT, Instant.parse("2027-11-28T21:00:00Z"), BERLIN));
    }

    @Test
    void aTextThatIsNoMomentStaysAsItIs() {
        assertEquals("yesterday", LocalTime.of("yesterday"));
        assertEquals("?", LocalTime.of((String) null));
    }

    @Test
    void programsGetMilliseconds() {
        assertEquals("2026-11-28T21:59:35.830Z", LocalTime.iso(AT));
        assertEquals("1970-01-01T00:00:01.500Z", LocalTime.iso(1_500));
    }
}
