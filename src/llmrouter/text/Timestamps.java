package llmrouter.text;

/// Times as RFC 3339 writes them, in UTC.
public final class Timestamps {
    private static final long SECONDS_PER_DAY = 86_400;

    private Timestamps() {}

    /// `2026-02-01T00:00:00Z` for seconds since 1970.
    public static String utc(long epochSeconds) {
        CivilDate date = CivilDate.ofEpochDay(Math.floorDiv(epochSeconds, SECONDS_PER_DAY));
        long second = Math.floorMod(epochSeconds, SECONDS_PER_DAY);
        String time = two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
        return date.year() + "-" + two(date.month()) + "-" + two(date.day()) + "T" + time + "Z";
    }

    /// `2026-02-01T00:00:00.250Z` for milliseconds since 1970; without a fraction for a whole second.
    public static String utcMs(long epochMs) {
        String second = utc(Math.floorDiv(epochMs, 1000L));
        long ms = Math.floorMod(epochMs, 1000L);
        if (ms == 0) return second;
        return second.substring(0, second.length() - 1) + "." + ms / 100 + ms / 10 % 10 + ms % 10 + "Z";
    }

    private static String two(long n) {
        return n < 10 ? "0" + n : Long.toString(n);
    }
}
