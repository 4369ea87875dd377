package llmrouter.routing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The calendar is the JDK's: `java.time` says when windows begin and end.
class WindowClockTest {
    private static final ZonedDateTime FIRST_MONDAY = ZonedDateTime.of(1969, 12, 29, 0, 0, 0, 0, ZoneOffset.UTC);

    private static ZonedDateTime start(Window window, long now) {
        ZonedDateTime at = Instant.ofEpochMilli(now).atZone(ZoneOffset.UTC);
        return switch (window.unit()) {
            case SECOND -> aligned(at, ChronoUnit.SECONDS, window.size());
            case MINUTE -> aligned(at, ChronoUnit.MINUTES, window.size());
            case HOUR -> aligned(at, ChronoUnit.HOURS, window.size());
            case DAY -> aligned(at, ChronoUnit.DAYS, window.size());
            case WEEK -> {
                ZonedDateTime monday = at.truncatedTo(ChronoUnit.DAYS)
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                yield monday.minusWeeks(ChronoUnit.WEEKS.between(FIRST_MONDAY, monday) % window.size());
            }
            case MONTH -> {
                YearMonth month = YearMonth.from(at);
                yield month.minusMonths((month.getYear() * 12L + month.getMonthValue() - 1) % window.size()).atDay(1)
                    .atStartOfDay(ZoneOffset.UTC);
            }
        };
    }

    private static ZonedDateTime aligned(ZonedDateTime at, ChronoUnit unit, int size) {
        ZonedDateTime whole = at.truncatedTo(unit);
        return whole.minus(unit.between(Instant.EPOCH.atZone(ZoneOffset.UTC), whole) % size, unit);
    }

    private static ZonedDateTime end(Window window, ZonedDateTime start) {
        return switch (window.unit()) {
            case SECOND -> start.plusSeconds(window.size());
            case MINUTE -> start.plusMinutes(window.size());
            case HOUR -> start.plusHours(window.size());
            case DAY -> start.plusDays(window.size());
            case WEEK -> start.plusWeeks(window.size());
            case MONTH -> start.plusMonths(window.size());
        };
    }

    private static void agrees(Window window, long now) {
        ZonedDateTime start = start(window, now);
        long begins = WindowClock.start(window, now);
        assertEquals(start.toInstant().toEpochMilli(), begins, () -> window + " at " + Instant.ofEpochMilli(now));
        assertEquals(end(window, start).toInstant().toEpochMilli(), WindowClock.end(window, begins),
            () -> window + " at " + Instant.ofEpochMilli(now));
        assertTrue(begins <= now && now < WindowClock.end(window, begins));
    }

    @Test
    void agreesWithTheCalendarAtRandom() {
        var random = new Random();
        for (int i = 0; i < 20_000; i++) {
            Unit unit = Unit.values()[random.nextInt(Unit.values().length)];
            int size = random.nextBoolean() ? random.nextInt(1, 13) : random.nextInt(1, 2000);
            agrees(new Window(unit, size), random.nextLong(4_102_444_800_000L));
        }
    }

    @Test
    void agreesOnBothSidesOfEveryMonthsEnd() {
        for (YearMonth month = YearMonth.of(1970, 2); month.getYear() < 2104; month = month.plusMonths(1)) {
            long first = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            for (Unit unit : Unit.values()) {
                for (int size : new int[] {1, 3}) {
                    agrees(new Window(unit, size), first - 1);
                    agrees(new Window(unit, size), first);
                }
            }
        }
    }

    @Test
    void weeksBeginOnMondays() {
        long sunday = Instant.parse("2026-11-22T23:59:59.999Z").toEpochMilli();
        assertEquals(Instant.parse("2026-11-16T00:00:00Z").toEpochMilli(),
            WindowClock.start(new Window(Unit.WEEK, 1), sunday));
        assertEquals(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli(),
            WindowClock.start(new Window(Unit.WEEK, 1), sunday + 1));
    }

    @Test
    void theLargestWindowIsAWindow() {
        for (Unit unit : Unit.values()) {
            var window = new Window(unit, 1_000_000);
            long begins = WindowClock.start(window, TableHistory.START);
            assertTrue(begins <= TableHistory.START
                && TableHistory.START < WindowClock.end(window, begins), unit::name);
        }
    }
}
