package llmrouter.http;

import llmrouter.text.CivilDate;

/// Reads the date format that HTTP senders must use: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /// Seconds since 1970, or -1 if the text is no such date.
    static long epochSeconds(String s) {
        if (s.length() != 29 || !s.endsWith(" GMT") || s.charAt(3) != ',') return -1;
        int month = MONTHS.indexOf(s.substring(8, 11));
        int day = number(s, 5, 7);
        int year = number(s, 12, 16);
        int hour = number(s, 17, 19);
        int minute = number(s, 20, 22);
        int second = number(s, 23, 25);
        boolean dated = month >= 0 && month % 3 == 0 && day >= 1 && day <= 31 && year >= 1970;
        boolean timed = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        if (!dated || !timed) return -1;
        return new CivilDate(year, month / 3 + 1, day).epochDay() * 86_400 + hour * 3600L + minute * 60L + second;
    }

    private static int number(String s, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            char c = s.charAt(i);
            if (c < '0' || c > '9') return -1;
            n = n * 10 + (c - '0');
        }
        return n;
    }
}
