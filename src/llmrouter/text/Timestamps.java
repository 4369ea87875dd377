package llmrouter.text;

/// Dates as RFC 3339 writes them, by plain arithmetic: the class library's date code would weigh more than the rest of the Worker.
public final class Timestamps {
    private Timestamps() {}

    /// `2026-02-01T00:00:00Z` for seconds since 1970. Days to civil date: Howard Hinnant, "chrono-compatible low-level date algorithms".
    public static String utc(long epochSeconds) {
        long days = Math.floorDiv(epochSeconds, 86_400L);
        long second = Math.floorMod(epochSeconds, 86_400L);
        long z = days + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        long doe = z - era * 146_097;
        long yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        long doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        long mp = (5 * doy + 2) / 153;
        long day = doy - (153 * mp + 2) / 5 + 1;
        long month = mp < 10 ? mp + 3 : mp - 9;
        long year = yoe + era * 400 + (month <= 2 ? 1 : 0);
        return year + "-" + two(month) + "-" + two(day) + "T" + two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + "Z";
    }

    private static String two(long n) {
        return n < 10 ? "0" + n : Long.toString(n);
    }
}
