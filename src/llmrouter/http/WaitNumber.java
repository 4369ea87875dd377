package llmrouter.http;

/// A number inside a text that says how long to wait: `20`, `-1`, `7.66`, `.5`, `2e1`.
///
/// @param value    as it stands there
/// @param exponent whether it is written with a power of ten
/// @param to       where it ends in the text
record WaitNumber(double value, boolean exponent, int to) {
    /// Digits beyond these change nothing that counts, and a double has no room for them.
    private static final int DIGITS = 15;
    private static final int LARGEST_POWER = 30;
    /// There is no power of ten.
    private static final int NONE = Integer.MIN_VALUE;

    /// The number that begins at this place, or null if none does.
    static WaitNumber at(String s, int from) {
        boolean negative = from < s.length() && s.charAt(from) == '-';
        int at = negative || from < s.length() && s.charAt(from) == '+' ? from + 1 : from;
        int whole = digits(s, at);
        int fraction = whole < s.length() && s.charAt(whole) == '.' ? digits(s, whole + 1) : whole;
        int end = fraction > whole + 1 ? fraction : whole;
        if (end == at) return null;
        int power = exponent(s, end);
        int to = power == NONE ? end : digits(s, afterSign(s, end + 1));
        double value = value(s, at, whole, end, power == NONE ? 0 : power);
        return new WaitNumber(negative ? -value : value, power != NONE, to);
    }

    private static int digits(String s, int from) {
        int to = from;
        while (to < s.length() && s.charAt(to) >= '0' && s.charAt(to) <= '9') to++;
        return to;
    }

    private static int afterSign(String s, int at) {
        return at < s.length() && (s.charAt(at) == '-' || s.charAt(at) == '+') ? at + 1 : at;
    }

    private static int exponent(String s, int at) {
        if (at >= s.length() || s.charAt(at) != 'e' && s.charAt(at) != 'E') return NONE;
        int first = afterSign(s, at + 1);
        int last = digits(s, first);
        if (last == first) return NONE;
        int power = 0;
        for (int i = first; i < last; i++) power = Math.min(power * 10 + s.charAt(i) - '0', LARGEST_POWER);
        return s.charAt(at + 1) == '-' ? -power : power;
    }

    private static double value(String s, int from, int whole, int to, int power) {
        double mantissa = 0;
        int shift = power;
        int read = 0;
        for (int i = from; i < to; i++) {
            if (i == whole) continue; // the point
            if (read < DIGITS) mantissa = mantissa * 10 + (s.charAt(i) - '0');
            boolean dropped = read >= DIGITS;
            if (dropped && i < whole) shift++;
            if (!dropped && i > whole) shift--;
            if (read > 0 || s.charAt(i) != '0') read++;
        }
        double scale = 1;
        for (int i = 0; i < Math.abs(shift); i++) scale *= 10;
        return shift < 0 ? mantissa / scale : mantissa * scale;
    }

    /// Whole milliseconds, rounded up: a request that comes too early is refused again.
    ///
    /// @param unitMs milliseconds of the unit
    long ms(double unitMs) {
        double ms = value * unitMs;
        if (ms <= 0) return 0;
        return ms > ToldWait.LONGEST_MS * 1000.0 ? ToldWait.LONGEST_MS * 1000 : (long) Math.ceil(ms - 1e-6);
    }
}
