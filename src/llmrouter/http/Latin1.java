package llmrouter.http;

/// Text into and out of a stream that is kept as one character per byte.
public final class Latin1 {
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

    /// The text whose UTF-8 bytes these characters are; as it is if they are no UTF-8.
    public static String text(String bytes) {
        int plain = 0;
        while (plain < bytes.length() && bytes.charAt(plain) < 0x80) plain++;
        if (plain == bytes.length()) return bytes;
        var out = new StringBuilder(bytes.length()).append(bytes, 0, plain);
        for (int i = plain; i < bytes.length();) {
            char lead = bytes.charAt(i);
            int more = lead < 0x80 ? 0 : lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
            if (more < 0 || i + more >= bytes.length()) return bytes;
            int c = more == 0 ? lead : lead & 0x3F >> more;
            for (int k = 1; k <= more; k++) {
                char next = bytes.charAt(i + k);
                if ((next & 0xFFC0) != 0x80) return bytes;
                c = c << 6 | next & 0x3F;
            }
            if (c > Character.MAX_CODE_POINT) return bytes;
            out.appendCodePoint(c);
            i += 1 + more;
        }
        return out.toString();
    }
}
