package llmrouter.text;

/// Base64 with the alphabet for URLs and without padding (RFC 4648 §5), over strings of one character per byte.
public final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int[] VALUES = values();

    private Base64Url() {}

    private static int[] values() {
        var values = new int[128];
        for (int i = 0; i < values.length; i++) values[i] = ALPHABET.indexOf((char) i);
        return values;
    }

    /// @param bytes one character per byte, each below 256
    public static String encode(String bytes) {
        var out = new StringBuilder((bytes.length() * 4 + 2) / 3);
        int held = 0;
        int bits = 0;
        for (int i = 0; i < bytes.length(); i++) {
            held = held << 8 | bytes.charAt(i);
            for (bits += 8; bits >= 6; bits -= 6) out.append(ALPHABET.charAt(held >> bits - 6 & 63));
            held &= (1 << bits) - 1;
        }
        if (bits > 0) out.append(ALPHABET.charAt(held << 6 - bits & 63));
        return out.toString();
    }

    /// The bytes, one character each; null if the text is not what [#encode] makes of any bytes.
    public static String decode(String text) {
        if (text.length() % 4 == 1) return null;
        var out = new StringBuilder(text.length() * 3 / 4);
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int six = c < VALUES.length ? VALUES[c] : -1;
            if (six < 0) return null;
            held = held << 6 | six;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            out.append((char) (held >> bits));
            held &= (1 << bits) - 1;
        }
        return held == 0 ? out.toString() : null;
    }
}
