package llmrouter.text;

/// Reads a moment as ISO 8601 and RFC 3339 write it: `2026-11-30T07:00:00Z`, with a fraction, with an offset such as
/// `+08:00`, with a space for the `T`.
public final class IsoMoment {
    private static final long DAY_MS = 86_400_000L;

    private IsoMoment() {}

    /// Milliseconds since 1970 of a text that is a moment; -1 if it is none, or does not say its time zone.
    public static long epochMs(String s) {
        return read(s, 0, true, Integer.MIN_VALUE);
    }

    /// Milliseconds since 1970 of the moment that begins at this place of a text; -1 if none does.
    ///
    /// @param offsetMinutes how far the time zone of a moment that names none is ahead of UTC; `Integer.MIN_VALUE` if
    ///                      such a moment is none
    public static long at(String s, int from, int offsetMinutes) {
        return read(s, from, false, offsetMinutes);
    }

    private static long read(String s, int from, boolean whole, int offsetMinutes) {
        if (s.length() < from + 19 || !punctuated(s, from)) return -1;
        int year = number(s, from, 4);
        int month = number(s, from + 5, 2);
        int day = number(s, from + 8, 2);
        int hour = number(s, from + 11, 2);
        int minute = number(s, from + 14, 2);
        int second = number(s, from + 17, 2);
        boolean dated = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
        boolean timed = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        if (!dated || !timed) return -1;
        int zoneAt = afterFraction(s, from + 19);
        int zone = zone(s, zoneAt, whole, offsetMinutes);
        if (zone == Integer.MIN_VALUE) return -1;
        long seconds = hour * 3600L + minute * 60L + second - zone * 60L;
        return new CivilDate(year, month, day).epochDay() * DAY_MS + seconds * 1000
            + fraction(s, from + 19, zoneAt);
    }

    private static boolean punctuated(String s, int from) {
        char between = s.charAt(from + 10);
        return s.charAt(from + 4) == '-' && s.charAt(from + 7) == '-' && s.charAt(from + 13) == ':'
            && s.charAt(from + 16) == ':' && (between == 'T' || between == 't' || between == ' ');
    }

    private static int number(String s, int from, int digits) {
        if (s.length() < from + digits) return -1;
        int n = 0;
        for (int i = from; i < from + digits; i++) {
            char c = s.charAt(i);
            if (c < '0' || c > '9') return -1;
            n = n * 10 + (c - '0');
        }
        return n;
    }

    private static int afterFraction(String s, int at) {
        if (at >= s.length() || s.charAt(at) != '.') return at;
        int to = at + 1;
        while (to < s.length() && s.charAt(to) >= '0' && s.charAt(to) <= '9') to++;
        return to > at + 1 ? to : at;
    }

    /// Milliseconds of the fraction, rounded up.
    private static long fraction(String s, int from, int to) {
        long ms = 0;
        for (int i = 0; i < 3; i++) ms = ms * 10 + (from + 1 + i < to ? s.charAt(from + 1 + i) - '0' : 0);
        for (int i = from + 4; i < to; i++) {
            if (s.charAt(i) != '0') return ms + 1;
        }
        return ms;
    }

    /// Minutes ahead of UTC, or `Integer.MIN_VALUE` if it is not said.
    private static int zone(String s, int at, boolean whole, int otherwise) {
        String rest = s.substring(at);
        for (String utc : new String[] {"Z", "z", " UTC", " GMT", " utc", " gmt"}) {
            if (whole ? rest.equals(utc) : rest.startsWith(utc)) return 0;
        }
        boolean signed = !rest.isEmpty() && (rest.charAt(0) == '+' || rest.charAt(0) == '-');
        if (!signed) return whole && !rest.isEmpty() ? Integer.MIN_VALUE : otherwise;
        boolean colon = rest.length() > 3 && rest.charAt(3) == ':';
        int hours = number(rest, 1, 2);
        int minutes = number(rest, colon ? 4 : 3, 2);
        boolean ends = !whole || rest.length() == (colon ? 6 : 5);
        if (hours < 0 || minutes < 0 || !ends) return Integer.MIN_VALUE;
        return (rest.charAt(0) == '-' ? -1 : 1) * (hours * 60 + minutes);
    }
}
