package llmrouter.protocol.request;

import llmrouter.json.Json;

/// Comparing JSON numbers without floating-point parsing.
public final class Decimals {
    private static final long MILLION = 1_000_000;

    private Decimals() {}

    /// Millionths, cut towards zero; numbers beyond ±9 trillion come out as the farthest long.
    public static long millionths(Json.Num number) {
        String text = number.text();
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        String mantissa = e < 0 ? text : text.substring(0, e);
        boolean negative = mantissa.charAt(0) == '-';
        int shift = 6 + (e < 0 ? 0 : exponent(text.substring(e + 1)));
        int dot = mantissa.indexOf('.');
        int point = (dot < 0 ? mantissa.length() : dot) - (negative ? 1 : 0);
        String digits = (negative ? mantissa.substring(1) : mantissa).replace(".", "");
        long value = 0;
        for (int i = 0; i < point + shift; i++) {
            int digit = i < digits.length() ? digits.charAt(i) - '0' : 0;
            if (value == 0 && i >= digits.length()) break;
            if (value > (Long.MAX_VALUE - digit) / 10) return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static int exponent(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') value = Math.min(100_000, value * 10 + c - '0');
        }
        return text.charAt(0) == '-' ? -value : value;
    }

    /// The number, or the nearer bound if it lies outside.
    public static Json.Num clamp(Json.Num number, long low, long high) {
        long value = millionths(number);
        if (value < low * MILLION) return Json.of(low);
        return value > high * MILLION ? Json.of(high) : number;
    }

    public static boolean equal(Json.Num number, long whole) {
        return millionths(number) == whole * MILLION;
    }
}
