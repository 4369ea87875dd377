package llmrouter.protocol.errors;

import java.util.Map;

import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// A text without the escapes in which a provider may quote a key: percent-encoding (RFC 3986 §2.1), character
/// references of HTML, escapes of JSON and of shells. One form can stand inside another, so the text is read up to
/// three times. The time is linear in its length.
final class Unescaped {
    private static final int PASSES = 3;
    /// A longer reference is not one of a character that a key may have.
    private static final int LONGEST_REFERENCE = 10;
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("amp", "&"), Map.entry("lt", "<"),
        Map.entry("gt", ">"), Map.entry("quot", "\""), Map.entry("apos", "'"), Map.entry("colon", ":"),
        Map.entry("semi", ";"), Map.entry("comma", ","), Map.entry("period", "."), Map.entry("excl", "!"),
        Map.entry("quest", "?"), Map.entry("sol", "/"), Map.entry("bsol", "\\"), Map.entry("lowbar", "_"),
        Map.entry("hyphen", "-"), Map.entry("dash", "-"), Map.entry("plus", "+"), Map.entry("equals", "="),
        Map.entry("num", "#"), Map.entry("dollar", "$"), Map.entry("percnt", "%"), Map.entry("commat", "@"),
        Map.entry("ast", "*"), Map.entry("lpar", "("), Map.entry("rpar", ")"), Map.entry("verbar", "|"),
        Map.entry("tilde", "~"), Map.entry("nbsp", " "));

    private final String from;
    private final StringBuilder out;
    private int at;

    private Unescaped(String from) {
        this.from = from;
        this.out = new StringBuilder(from.length());
    }

    static String of(String text) {
        String plain = text;
        for (int pass = 0; pass < PASSES; pass++) {
            String next = new Unescaped(plain).once();
            if (next.equals(plain)) return plain;
            plain = next;
        }
        return plain;
    }

    /// Invisible characters are left out, too: a reader sees the key without them.
    private String once() {
        while (at < from.length()) {
            char c = from.charAt(at++);
            boolean read = switch (c) {
                case '%' -> hex(at, 2);
                case '&' -> reference();
                case '\\' -> escape();
                default -> false;
            };
            if (!read && (Printable.safe(c) || Ws.is(c))) out.append(c);
        }
        return out.toString();
    }

    /// The character with the hexadecimal number of so many digits from `start`.
    private boolean hex(int start, int digits) {
        if (start + digits > from.length()) return false;
        return number(start, start + digits, 16);
    }

    private boolean number(int start, int end, int radix) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(from.charAt(i), radix);
            if (digit < 0) return false;
            value = Math.min(value * radix + digit, Character.MAX_CODE_POINT + 1);
        }
        if (start >= end || value > Character.MAX_CODE_POINT) return false;
        out.appendCodePoint(value);
        at = end;
        return true;
    }

    private boolean reference() {
        int end = at;
        while (end < from.length() && end - at <= LONGEST_REFERENCE && inReference(from.charAt(end))) end++;
        boolean closed = end < from.length() && from.charAt(end) == ';';
        if (at < end && from.charAt(at) == '#') {
            boolean hex = at + 1 < end && (from.charAt(at + 1) == 'x' || from.charAt(at + 1) == 'X');
            if (!number(at + (hex ? 2 : 1), end, hex ? 16 : 10)) return false;
        } else {
            String named = closed ? NAMES.get(from.substring(at, end)) : null;
            if (named == null) return false;
            out.append(named);
            at = end;
        }
        if (closed) at++;
        return true;
    }

    private static boolean inReference(char c) {
        return c == '#' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /// A backslash with what follows. Before any other character than these it only protects that character.
    private boolean escape() {
        if (at >= from.length()) return false;
        char kind = from.charAt(at);
        if (kind == 'u' && hex(at + 1, 4) || kind == 'x' && hex(at + 1, 2)) return true;
        if ("nrtbf".indexOf(kind) >= 0) out.append(' ');
        else out.append(kind);
        at++;
        return true;
    }
}
