package llmrouter.http;

import llmrouter.text.IsoMoment;
import llmrouter.text.Ws;

/// One value that says how long to wait, in every form in which servers have been seen to send it: a number, a length
/// with units, an HTTP date, a date of ISO 8601. Quotes around it are no part of it. Less than nothing, and a moment in
/// the past, are a wait of nothing.
public final class WaitForm {
    /// Numbers from here to ten times as much are seconds since 1970, from 2001 to 2286: no wait is that long.
    private static final double EPOCH_SECONDS = 1e9;
    private static final double EPOCH_MS = 1e12;

    private WaitForm() {}

    /// What a value says whose bare numbers are seconds; null if it says nothing.
    ///
    /// @param value or null
    public static ToldWait seconds(String value) {
        return of(value, 1000);
    }

    /// The same of a value whose bare numbers are milliseconds.
    ///
    /// @param value or null
    public static ToldWait milliseconds(String value) {
        return of(value, 1);
    }

    private static ToldWait of(String value, int unitMs) {
        String s = value == null ? "" : unquoted(Ws.trim(value));
        if (s.isEmpty()) return null;
        WaitNumber number = WaitNumber.at(s, 0);
        if (number != null && number.to() == s.length()) return of(number, unitMs);
        long length = WaitLength.of(HeaderMap.lower(s));
        if (length >= 0) return ToldWait.length(length);
        long date = HttpDate.epochSeconds(s);
        if (date >= 0) return ToldWait.until(date * 1000);
        long iso = IsoMoment.epochMs(s);
        return iso < 0 ? null : ToldWait.until(iso);
    }

    private static ToldWait of(WaitNumber number, int unitMs) {
        double n = number.exponent() ? 0 : number.value();
        if (n >= EPOCH_SECONDS && n < EPOCH_SECONDS * 10 && unitMs == 1000) return ToldWait.until((long) (n * 1000));
        if (n >= EPOCH_MS && n < EPOCH_MS * 10) return ToldWait.until((long) n);
        return ToldWait.length(number.ms(unitMs));
    }

    private static String unquoted(String s) {
        if (s.length() < 2) return s;
        char first = s.charAt(0);
        boolean quoted = (first == '"' || first == '\'') && s.charAt(s.length() - 1) == first;
        return quoted ? Ws.trim(s.substring(1, s.length() - 1)) : s;
    }
}
