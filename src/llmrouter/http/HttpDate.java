package llmrouter.http;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.CivilDate;

/// Reads the three date formats that every recipient must accept (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. The day of the week is not looked at.
final class HttpDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    /// A year of two digits below this is one of the 21st century.
    private static final int TURN = 70;

    private HttpDate() {}

    /// Seconds since 1970, or -1 if the text is no such date.
    static long epochSeconds(String s) {
        List<String> words = words(HeaderMap.lower(s));
        if (!words.isEmpty() && isWeekday(words.getFirst())) words.removeFirst();
        boolean ofC = words.size() == 4 && month(words.getFirst()) > 0;
        if (ofC) return of(words.get(1), words.get(0), words.get(3), words.get(2));
        boolean utc = words.size() == 5
            && (words.get(4).equals("gmt") || words.get(4).equals("utc") || words.get(4).equals("+0000"));
        return utc ? of(words.get(0), words.get(1), words.get(2), words.get(3)) : -1;
    }

    private static List<String> words(String s) {
        var words = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= s.length(); i++) {
            if (i < s.length() && " ,-".indexOf(s.charAt(i)) < 0) continue;
            if (i > from) words.add(s.substring(from, i));
            from = i + 1;
        }
        return words;
    }

    static boolean isWeekday(String lower) {
        for (String day : new String[] {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}) {
            if (lower.equals(day) || lower.equals(day.substring(0, 3))) return true;
        }
        return false;
    }

    /// 1 to 12, or 0 if the word is no month.
    private static int month(String word) {
        int at = word.length() == 3 ? MONTHS.indexOf(word) : -1;
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private static long of(String dayWord, String monthWord, String yearWord, String time) {
        int day = number(dayWord);
        int month = month(monthWord);
        int year = number(yearWord);
        if (yearWord.length() == 2 && year >= 0) year += year < TURN ? 2000 : 1900;
        boolean dated = month > 0 && day >= 1 && day <= 31 && year >= 1970 && year <= 9999;
        boolean clock = time.length() == 8 && time.charAt(2) == ':' && time.charAt(5) == ':';
        if (!dated || !clock) return -1;
        int hour = number(time.substring(0, 2));
        int minute = number(time.substring(3, 5));
        int second = number(time.substring(6));
        boolean timed = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        return timed ? new CivilDate(year, month, day).epochDay() * 86_400 + hour * 3600L + minute * 60L + second : -1;
    }

    private static int number(String s) {
        int n = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < '0' || c > '9' || i > 3) return -1;
            n = n * 10 + (c - '0');
        }
        return s.isEmpty() ? -1 : n;
    }
}
