package llmrouter.routing;

import llmrouter.config.Bucket.Window;
import llmrouter.text.CivilDate;

/// Where fixed windows begin and end. All are aligned to UTC: seconds to days at multiples of their size since 1970,
/// weeks on Mondays (ISO 8601), months on the first. Times are milliseconds since 1970.
public final class WindowClock {
    private static final long DAY = 86_400_000L;
    /// 1970-01-01 was a Thursday: the Monday before it was day -3.
    private static final long FIRST_MONDAY = -3;

    private WindowClock() {}

    /// The beginning of the window that contains `now`.
    public static long start(Window window, long now) {
        long size = window.size();
        return switch (window.unit()) {
            case SECOND -> multiple(now, size * 1000);
            case MINUTE -> multiple(now, size * 60_000);
            case HOUR -> multiple(now, size * 3_600_000);
            case DAY -> multiple(now, size * DAY);
            case WEEK -> (multiple(Math.floorDiv(now, DAY) - FIRST_MONDAY, size * 7) + FIRST_MONDAY) * DAY;
            case MONTH -> monthStart(multiple(month(Math.floorDiv(now, DAY)), size)) * DAY;
        };
    }

    /// The end of the window that begins at `start`, which is the beginning of the next one.
    public static long end(Window window, long start) {
        long size = window.size();
        return switch (window.unit()) {
            case SECOND -> start + size * 1000;
            case MINUTE -> start + size * 60_000;
            case HOUR -> start + size * 3_600_000;
            case DAY -> start + size * DAY;
            case WEEK -> start + size * 7 * DAY;
            case MONTH -> monthStart(month(Math.floorDiv(start, DAY)) + size) * DAY;
        };
    }

    private static long multiple(long n, long of) {
        return Math.floorDiv(n, of) * of;
    }

    /// Months since January of year 0 for a day since 1970.
    private static long month(long day) {
        CivilDate date = CivilDate.ofEpochDay(day);
        return date.year() * 12 + date.month() - 1;
    }

    /// The day since 1970 on which a month (counted as above) begins.
    private static long monthStart(long month) {
        return new CivilDate(Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1, 1).epochDay();
    }
}
