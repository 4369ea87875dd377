package llmrouter.gateway;

/// Text for a stream that is kept as one character per byte.
final class Latin1 {
    private Latin1() {}

    /// The UTF-8 bytes of `s`, each as one character.
    static String utf8(String s) {
        int plain = 0;
        while (plain < s.length() && s.charAt(plain) < 0x80) plain++;
        if (plain == s.length()) return s;
        var out = new StringBuilder(s.length() + 16).append(s, 0, plain);
        for (int i = plain; i < s.length();) {
            int c = s.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                out.append((char) c);
            } else if (c < 0x800) {
                out.append((char) (0xC0 | c >> 6)).append(tail(c));
            } else if (c < 0x10000) {
                out.append((char) (0xE0 | c >> 12)).append(tail(c >> 6)).append(tail(c));
            } else {
                out.append((char) (0xF0 | c >> 18)).append(tail(c >> 12)).append(tail(c >> 6)).append(tail(c));
            }
        }
        return out.toString();
    }

    private static char tail(int bits) {
        return (char) (0x80 | bits & 0x3F);
    }
}
