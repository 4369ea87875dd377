package llmrouter.http;

/// Credentials of HTTP Basic (RFC 7617): base64 of `user:password` in UTF-8.
public final class BasicCredentials {
    private static final String SCHEME = "basic ";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private BasicCredentials() {}

    /// The password in a value of the field `Authorization`; null if the value holds no valid credentials of this kind.
    public static String password(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return null;
        String bytes = decode(FieldText.trimmed(authorization.substring(SCHEME.length())));
        String pair = bytes == null ? null : Latin1.textOrNull(bytes);
        int colon = pair == null ? -1 : pair.indexOf(':');
        return colon < 0 ? null : pair.substring(colon + 1);
    }

    /// Base64 (RFC 4648 §4), one character per byte; padding may be missing. Null if it is not valid.
    private static String decode(String s) {
        int end = s.length();
        while (end > 0 && s.length() - end < 2 && s.charAt(end - 1) == '=') end--;
        if (end < s.length() && s.length() % 4 != 0 || end % 4 == 1) return null;
        var bytes = new StringBuilder(end);
        int bits = 0;
        for (int i = 0; i < end; i++) {
            int six = ALPHABET.indexOf(s.charAt(i));
            if (six < 0) return null;
            bits = bits << 6 | six;
            int digitsOfGroup = i % 4 + 1;
            if (digitsOfGroup > 1) bytes.append((char) (bits >> (4 - digitsOfGroup) * 2 & 0xFF));
        }
        return bytes.toString();
    }
}
