package llmrouter.http;

import java.util.Map;

/// Lengths of time with units, as servers write them for people and for programs: `20s`, `1m20s`, `1h2m3.5s`, `500ms`,
/// `2 hours and 5 minutes`, `PT1M20S` (ISO 8601), `20 秒`.
public final class WaitLength {
    private static final double SECOND = 1000;
    private static final double MINUTE = 60 * SECOND;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private static final Map<String, Double> UNITS = Map.ofEntries(Map.entry("ns", 1e-6), Map.entry("us", 1e-3),
        Map.entry("µs", 1e-3), Map.entry("μs", 1e-3), Map.entry("ms", 1.0), Map.entry("millisecond", 1.0),
        Map.entry("milliseconds", 1.0), Map.entry("s", SECOND), Map.entry("sec", SECOND), Map.entry("secs", SECOND),
        Map.entry("second", SECOND), Map.entry("seconds", SECOND), Map.entry("m", MINUTE), Map.entry("min", MINUTE),
        Map.entry("mins", MINUTE), Map.entry("minute", MINUTE), Map.entry("minutes", MINUTE), Map.entry("h", HOUR),
        Map.entry("hr", HOUR), Map.entry("hrs", HOUR), Map.entry("hour", HOUR), Map.entry("hours", HOUR),
        Map.entry("d", DAY), Map.entry("day", DAY), Map.entry("days", DAY), Map.entry("week", 7 * DAY),
        Map.entry("weeks", 7 * DAY), Map.entry("秒", SECOND), Map.entry("秒钟", SECOND), Map.entry("分", MINUTE),
        Map.entry("分钟", MINUTE), Map.entry("小时", HOUR), Map.entry("天", DAY));
    private static final int LONGEST_UNIT = 12;

    private WaitLength() {}

    /// Milliseconds of a text that is one length of time and nothing else; -1 if it is none.
    ///
    /// @param s in lower case
    public static long of(String s) {
        return read(s, s.startsWith("pt") ? 2 : 0, true);
    }

    /// Milliseconds of the length of time that begins at this place of a text; -1 if none does.
    ///
    /// @param s in lower case
    public static long at(String s, int from) {
        return read(s, from, false);
    }

    private static long read(String s, int from, boolean whole) {
        long sum = -1;
        int at = from;
        while (at < s.length()) {
            int start = between(s, at);
            boolean one = s.startsWith("a ", start) || s.startsWith("an ", start); // in an hour
            WaitNumber number = one ? new WaitNumber(1, false, s.indexOf(' ', start)) : WaitNumber.at(s, start);
            int unitAt = number == null ? -1 : spaces(s, number.to());
            int unitTo = unitAt < 0 ? -1 : unitEnd(s, unitAt);
            if (unitTo < 0) break;
            sum = Math.max(0, sum) + number.ms(UNITS.get(s.substring(unitAt, unitTo)));
            at = unitTo;
        }
        return whole && between(s, at) < s.length() ? -1 : sum;
    }

    /// Behind what may stand between two parts of a length.
    private static int between(String s, int from) {
        int at = spaces(s, from);
        if (s.startsWith(",", at)) at = spaces(s, at + 1);
        return s.startsWith("and ", at) ? spaces(s, at + 4) : at;
    }

    private static int spaces(String s, int from) {
        int at = from;
        while (at < s.length() && (s.charAt(at) == ' ' || s.charAt(at) == '\u00A0')) at++;
        return at;
    }

    /// The end of the unit that begins here, or -1 if none does. No letter may follow a unit of letters.
    private static int unitEnd(String s, int from) {
        boolean chinese = from < s.length() && s.charAt(from) >= '\u4E00';
        int to = from;
        while (to < s.length() && to - from <= LONGEST_UNIT && letter(s.charAt(to)) && !chinese) to++;
        if (!chinese) return UNITS.containsKey(s.substring(from, to)) ? to : -1;
        for (int length = 2; length > 0; length--) {
            int end = from + length;
            if (end <= s.length() && UNITS.containsKey(s.substring(from, end))) return end;
        }
        return -1;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c == 'µ' || c == 'μ';
    }
}
