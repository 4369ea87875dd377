package llmrouter.json;

/// Reads integers from the texts of JSON numbers, without floating point.
final class Numbers {
    private Numbers() {}

    /// The value of a JSON number text if it is an integer that fits a long, else `otherwise`. `12`, `12.0` and `1.2e1`
    /// are all twelve.
    static long asLong(String text, long otherwise) {
        try {
            return plain(text) ? Long.parseLong(text) : scaled(text, otherwise);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') return false;
        }
        return true;
    }

    private static long scaled(String text, long otherwise) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        long exponent = e < 0 ? 0
            : Long.parseLong(text.charAt(e + 1) == '+' ? text.substring(e + 2) : text.substring(e + 1));
        String mantissa = e < 0 ? text : text.substring(0, e);
        int dot = mantissa.indexOf('.');
        String digits = dot < 0 ? mantissa : mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        if (dot >= 0) exponent -= mantissa.length() - dot - 1;
        int end = digits.length();
        while (exponent < 0 && end > 1 && digits.charAt(end - 1) == '0') {
            end--;
            exponent++;
        }
        digits = digits.substring(0, end);
        if (isZero(digits)) return 0;
        if (exponent < 0 || exponent > 18) return otherwise;
        for (long i = 0; i < exponent; i++) digits += "0";
        return Long.parseLong(digits);
    }

    private static boolean isZero(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) >= '1' && digits.charAt(i) <= '9') return false;
        }
        return true;
    }
}
