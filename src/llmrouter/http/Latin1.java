package llmrouter.http;

/// Converts between text and strings that hold one character per byte.
public final class Latin1 {
    private static final char LAST = 0xFF;

    private Latin1() {}

    /// The UTF-8 bytes of `s`, each as one character.
    public static String utf8(String s) {
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

    /// The text whose UTF-8 bytes these characters are; the characters themselves if they are not UTF-8.
    public static String text(String bytes) {
        String text = textOrNull(bytes);
        return text == null ? bytes : text;
    }

    /// The text whose UTF-8 bytes these characters are; null if they are not UTF-8.
    public static String textOrNull(String bytes) {
        int plain = 0;
        while (plain < bytes.length() && bytes.charAt(plain) < 0x80) plain++;
        if (plain == bytes.length()) return bytes;
        var out = new StringBuilder(bytes.length()).append(bytes, 0, plain);
        for (int i = plain; i < bytes.length();) {
            int more = continuationBytes(bytes.charAt(i));
            int c = codePoint(bytes, i, more);
            if (c < 0) return null;
            out.appendCodePoint(c);
            i += 1 + more;
        }
        return out.toString();
    }

    /// Whether a text has only characters of ISO 8859-1. The JVM keeps such a text in one byte for each character, and
    /// any other in two.
    public static boolean holds(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST) return false;
        }
        return true;
    }

    /// How many bytes follow a first byte; -1 if no character begins with it.
    private static int continuationBytes(char lead) {
        if (lead < 0x80) return 0;
        if (lead < 0xC2) return -1;
        if (lead < 0xE0) return 1;
        if (lead < 0xF0) return 2;
        return lead < 0xF5 ? 3 : -1;
    }

    /// @return -1 if the bytes at `at` are not a character of so many continuation bytes
    private static int codePoint(String bytes, int at, int more) {
        if (more < 0 || at + more >= bytes.length()) return -1;
        char lead = bytes.charAt(at);
        int c = more == 0 ? lead : lead & 0x3F >> more;
        for (int k = 1; k <= more; k++) {
            char next = bytes.charAt(at + k);
            if ((next & 0xFFC0) != 0x80) return -1;
            c = c << 6 | next & 0x3F;
        }
        return c > Character.MAX_CODE_POINT ? -1 : c;
    }
}
