package llmrouter.text;

/// Durations in words.
public final class TimeWords {
    private TimeWords() {}

    /// `850 ms`, `1.2 s`, `3 min 5 s`, `2 h 40 min`, `3 d 4 h`: one or two numbers with their units, cut off and not
    /// rounded.
    public static String of(long ms) {
        if (ms < 1_000) return Math.max(0, ms) + " ms";
        long seconds = ms / 1_000;
        if (seconds < 10) return seconds + "." + ms % 1_000 / 100 + " s";
        if (seconds < 60) return seconds + " s";
        if (seconds < 3_600) return two(seconds / 60, "min", seconds % 60, "s");
        if (seconds < 86_400) return two(seconds / 3_600, "h", seconds / 60 % 60, "min");
        return two(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
