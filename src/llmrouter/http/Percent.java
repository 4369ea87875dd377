package llmrouter.http;

/// Percent-encoding (RFC 3986 §2.1), UTF-8.
public final class Percent {
    private Percent() {}

    /// The text that is written in `s`, where `+` means itself; `s` unchanged if a `%` does not begin an encoded byte
    /// or if the bytes are not UTF-8.
    static String decode(String s) {
        if (s.indexOf('%') < 0) return s;
        var out = new StringBuilder(s.length());
        for (int i = 0; i < s.length();) {
            if (s.charAt(i) != '%') {
                out.append(s.charAt(i++));
                continue;
            }
            int end = i;
            var bytes = new StringBuilder();
            for (; end < s.length() && s.charAt(end) == '%'; end += 3) {
                int b = encodedByte(s, end);
                if (b < 0) return s;
                bytes.append((char) b);
            }
            String text = Latin1.textOrNull(bytes.toString());
            if (text == null) return s;
            out.append(text);
            i = end;
        }
        return out.toString();
    }

    /// The text that is written in `s`, with every encoded byte decoded that can be: a `%` that does not begin one, and
    /// bytes that are not UTF-8, stay as they are.
    public static String decodeValid(String s) {
        var out = new StringBuilder(s.length());
        for (int i = 0; i < s.length();) {
            int end = i;
            while (end < s.length() && s.charAt(end) == '%' && encodedByte(s, end) >= 0) end += 3;
            if (end == i) out.append(s.charAt(i++));
            else out.append(decode(s.substring(i, i = end)));
        }
        return out.toString();
    }

    /// @return -1 if no two hexadecimal digits follow
    private static int encodedByte(String s, int percent) {
        if (percent + 2 >= s.length()) return -1;
        int high = hex(s.charAt(percent + 1));
        int low = hex(s.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
