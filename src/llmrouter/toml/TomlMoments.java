package llmrouter.toml;

import llmrouter.toml.TomlValue.Moment;
import llmrouter.toml.TomlValue.MomentKind;

/// Recognises dates and times (RFC 3339; the seconds may be left out, as in TOML 1.1).
final class TomlMoments {
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String word;
    private int at;

    private TomlMoments(String word) {
        this.word = word;
    }

    /// Whether a word can be nothing but a date or a time.
    static boolean looksLike(String word) {
        return word.length() >= 5 && (word.charAt(2) == ':' || word.charAt(4) == '-') && isDigit(word.charAt(0))
            && isDigit(word.charAt(1));
    }

    /// Whether a word is a date alone, behind which a space and a time may follow.
    static boolean isDate(String word) {
        return word.length() == 10 && word.charAt(4) == '-' && word.charAt(7) == '-';
    }

    /// The moment, or null if the word is none.
    static Moment read(String word) {
        var reader = new TomlMoments(word);
        MomentKind kind = reader.kind();
        return kind == null || reader.at != word.length() ? null : new Moment(kind, word);
    }

    private MomentKind kind() {
        if (word.charAt(2) == ':') return time() ? MomentKind.LOCAL_TIME : null;
        if (!date()) return null;
        if (at == word.length()) return MomentKind.LOCAL_DATE;
        if (!takes('T') && !takes('t') && !takes(' ')) return null;
        if (!time()) return null;
        if (at == word.length()) return MomentKind.LOCAL_DATE_TIME;
        return offset() ? MomentKind.OFFSET_DATE_TIME : null;
    }

    private boolean date() {
        int year = number(4);
        if (year < 0 || !takes('-')) return false;
        int month = number(2);
        if (month < 1 || month > 12 || !takes('-')) return false;
        int day = number(2);
        return day >= 1 && day <= days(year, month);
    }

    private static int days(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    /// A minute may have a leap second.
    private boolean time() {
        if (!hoursAndMinutes()) return false;
        if (!takes(':')) return true;
        int second = number(2);
        if (second < 0 || second > 60) return false;
        if (!takes('.')) return true;
        int from = at;
        while (at < word.length() && isDigit(word.charAt(at))) at++;
        return at > from;
    }

    private boolean offset() {
        if (takes('Z') || takes('z')) return true;
        return (takes('+') || takes('-')) && hoursAndMinutes();
    }

    private boolean hoursAndMinutes() {
        int hour = number(2);
        if (hour < 0 || hour > 23 || !takes(':')) return false;
        int minute = number(2);
        return minute >= 0 && minute <= 59;
    }

    private boolean takes(char c) {
        if (at == word.length() || word.charAt(at) != c) return false;
        at++;
        return true;
    }

    /// The number of exactly so many digits; below 0 if there is none.
    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (at == word.length() || !isDigit(word.charAt(at))) return -1;
            number = number * 10 + word.charAt(at++) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
