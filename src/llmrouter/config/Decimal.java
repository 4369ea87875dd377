package llmrouter.config;

import llmrouter.json.Json;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// Decimal numbers as people and JSON write them. They are exact on every platform, because no floating point is used.
public final class Decimal {
    /// The number one, in millionths.
    public static final long ONE = 1_000_000;
    private static final long LIMIT = Long.MAX_VALUE / 10 - 10;

    private Decimal() {}

    /// A number such as `3`, `1.5` or `1e2` in millionths (further digits are cut off), or -1 if the text is not a
    /// number, is negative, or is beyond about 9·10¹¹.
    public static long millionths(String text) {
        int at = 0;
        int digits = 0;
        int scale = 6;
        long value = 0;
        boolean fraction = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' && !fraction && digits > 0) {
                fraction = true;
                digits = 0;
                continue;
            }
            if (c < '0' || c > '9') break;
            digits++;
            if (fraction && (scale <= -6 || value > LIMIT)) continue;
            if (value > LIMIT) return -1;
            value = value * 10 + (c - '0');
            if (fraction) scale--;
        }
        if (digits == 0) return -1;
        int exponent = exponent(text, at);
        return exponent == Integer.MIN_VALUE ? -1 : shifted(value, scale + exponent);
    }

    /// The digits of a JSON number or of a string that should hold one; empty for any other value.
    public static String text(Json value) {
        return value instanceof Num n ? n.text() : value instanceof Str s ? Ws.trim(s.value()) : "";
    }

    private static int exponent(String text, int at) {
        if (at == text.length()) return 0;
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') return Integer.MIN_VALUE;
        at++;
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (at < text.length() && (negative || text.charAt(at) == '+')) at++;
        if (at == text.length() || text.length() - at > 3) return Integer.MIN_VALUE;
        int value = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') return Integer.MIN_VALUE;
            value = value * 10 + (c - '0');
        }
        return negative ? -value : value;
    }

    private static long shifted(long value, int places) {
        for (; places > 0 && value != 0; places--) {
            if (value > LIMIT) return -1;
            value *= 10;
        }
        for (; places < 0 && value != 0; places++) value /= 10;
        return value;
    }
}
