package llmrouter.codings;

import java.nio.charset.StandardCharsets;

/// How bodies begin that are not compressed.
final class PlainStart {
    private PlainStart() {}

    /// Whether the bytes are characters, and no control characters but white space.
    static boolean isText(byte[] b, int count) {
        for (int i = 0; i < count; i++) {
            int c = b[i] & 0xff;
            if (!isSpace(c) && c < 0x20 || c == 0x7f) return false;
        }
        int first = b[0] & 0xff;
        // the first byte of a character in UTF-8 (RFC 3629 §4)
        return first < 0x80 || first >= 0xC2 && first <= 0xF4;
    }

    /// Whether the bytes begin JSON, an event stream or HTML, as far as their number allows to tell.
    static boolean isMarkup(byte[] b, int count) {
        if (!isText(b, count)) return false;
        String start = new String(b, 0, count, StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ef\u00bb\u00bf")) return true; // a byte-order mark
        int at = 0;
        while (at < count && isSpace(start.charAt(at))) at++;
        if (at == count) return true;
        char second = at + 1 < count ? start.charAt(at + 1) : ' ';
        return switch (start.charAt(at)) {
            case '{' -> isSpace(second) || second == '"' || second == '}';
            case '[' -> isSpace(second) || "[]{\"".indexOf(second) >= 0;
            case '<' -> second == '!' || second == '?' || Character.isLetter(second);
            case ':' -> second == ' ' || second == '\n' || second == '\r';
            default -> beginsAField(start.substring(at));
        };
    }

    /// The fields of an event stream (WHATWG HTML §9.2.6).
    private static boolean beginsAField(String start) {
        for (String field : new String[] {"data", "event", "id:", "retry"}) {
            int length = Math.min(start.length(), field.length());
            if (start.startsWith(field.substring(0, length))) return true;
        }
        return false;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
