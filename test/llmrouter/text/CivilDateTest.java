package llmrouter.text;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CivilDateTest {
    /// Two eras of 400 years on both sides of 1970, day by day.
    @Test
    void everyDayIsTheOneOfTheJdksCalendar() {
        for (long day = -300_000; day <= 300_000; day++) {
            LocalDate expected = LocalDate.ofEpochDay(day);
            CivilDate date = CivilDate.ofEpochDay(day);
            assertEquals(new CivilDate(expected.getYear(), expected.getMonthValue(), expected.getDayOfMonth()), date);
            assertEquals(day, date.epochDay());
        }
    }

    @Test
    void aDayBeyondItsMonthCountsOnIntoTheNextOne() {
        assertEquals(new CivilDate(2026, 3, 3).epochDay(), new CivilDate(2026, 2, 31).epochDay());
    }

    @Test
    void timestampsPadEverythingButTheYear() {
        assertEquals("1970-01-01T00:00:00Z", Timestamps.utc(0));
        assertEquals("1969-12-31T23:59:59Z", Timestamps.utc(-1));
        assertEquals("2026-02-09T08:07:06Z", Timestamps.utc(1_770_624_426L));
    }
}
