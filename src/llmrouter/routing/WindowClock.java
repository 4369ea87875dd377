package llmrouter.routing;

import llmrouter.config.Bucket.Window;

/// Where fixed windows begin and end. All are aligned to UTC: seconds to days at multiples of their size since 1970, weeks on
/// Mondays (ISO 8601), months on the first. Times are milliseconds since 1970.
public final class WindowClock {
    private static final long DAY = 86_400_000L;
    /// 1970-01-01 was a Thursday: the Monday before it was day -3.
    private static final long FIRST_MONDAY = -3;

    private WindowClock() {}

    /// The beginning of the window that `now` lies in.
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

    /// Months since January of year 0 for a day since 1970 (Hinnant, "chrono-compatible low-level date algorithms").
    private static long month(long day) {
        long z = day + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        long doe = z - era * 146_097;
        long yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        long mp = (5 * doy + 2) / 153;
        long year = yoe + era * 400 + (mp >= 10 ? 1 : 0);
        return year * 12 + (mp >= 10 ? mp - 10 : mp + 2);
    }

    /// The day since 1970 on which a month (counted as above) begins.
    private static long monthStart(long month) {
        long m = Math.floorMod(month, 12L);
        long year = Math.floorDiv(month, 12L) - (m < 2 ? 1 : 0);
        long era = Math.floorDiv(year, 400L);
        long yoe = year - era * 400;
        long doy = (153 * (m < 2 ? m + 10 : m - 2) + 2) / 5;
        return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    }
}
