package llmrouter.config.secrets;

import java.util.Map;

import llmrouter.http.Latin1;
import llmrouter.text.Letters;
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// A text without the escapes in which a provider may quote a key: percent-encoding (RFC 3986 §2.1), character
/// references of HTML, escapes of JSON and of shells. One form can stand inside another, so the text is read up to
/// three times. The time is linear in its length. On request it knows for each character where it stood.
final class Unescaped {
    static final int PASSES = 3;
    /// Kinds of escapes, of which one or all are read at a time.
    static final int PERCENT = 1;
    static final int REFERENCES = 2;
    static final int BACKSLASHES = 4;
    static final int ALL = PERCENT | REFERENCES | BACKSLASHES;
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    /// bytes of a character in UTF-8
    private static final int LONGEST_CHARACTER = 4;
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
    /// for each character of `out`, which is never longer than its source, where its source begins and ends in the
    /// text that was given; null if not wanted
    private final int[] begins;
    private final int[] ends;
    private int at;
    /// where the source of the next character begins
    private int start;

    private Unescaped(String from, boolean places) {
        this.from = from;
        this.out = new StringBuilder(from.length());
        this.begins = places ? new int[from.length() + 1] : null;
        this.ends = places ? new int[from.length() + 1] : null;
    }

    /// The text read as often as it makes a difference; the same object if it has no escapes.
    static String of(String text) {
        String plain = text;
        for (int pass = 0; pass < PASSES; pass++) {
            String next = once(plain, ALL);
            if (next.equals(plain)) return plain;
            plain = next;
        }
        return plain;
    }

    /// The text read once; the same object if it has no escapes.
    static String once(String text, int kinds) {
        if (isPlain(text)) return text;
        var read = new Unescaped(text, false);
        read.read(kinds);
        return read.text();
    }

    /// The text as it is, with the places of its characters.
    static Unescaped nothing(String text) {
        var places = new Unescaped(text, true);
        for (int i = 0; i < text.length(); i++) {
            places.begins[i] = i;
            places.ends[i] = i + 1;
        }
        places.out.append(text);
        return places;
    }

    /// The text read once more; null if that makes no difference.
    Unescaped again(int kinds) {
        String before = text();
        if (isPlain(before)) return null;
        var next = new Unescaped(before, true);
        next.read(kinds);
        return next.text().equals(before) ? null : next.over(this);
    }

    /// The same without white space: a key may have been divided into lines.
    Unescaped squeezed() {
        var squeezed = new Unescaped(text(), true);
        squeezed.squeeze();
        return squeezed.over(this);
    }

    static String squeezed(String text) {
        var squeezed = new Unescaped(text, false);
        squeezed.squeeze();
        return squeezed.text();
    }

    String text() {
        return out.toString();
    }

    /// Where the source of the character at this place begins in the text that was given.
    int begin(int place) {
        return begins[place];
    }

    /// Where the source of the character at this place ends.
    int end(int place) {
        return ends[place];
    }

    /// Makes the places those in the text that `before` was made from.
    private Unescaped over(Unescaped before) {
        for (int i = 0; i < out.length(); i++) {
            begins[i] = before.begins[begins[i]];
            ends[i] = before.ends[ends[i] - 1];
        }
        return this;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '&' || c == '\\' || c > 0x7E || c < ' ' && !Ws.is(c)) return false;
        }
        return true;
    }

    private void squeeze() {
        while (at < from.length()) {
            start = at;
            char c = from.charAt(at);
            if (Ws.is(c)) at++;
            else add(c, at + 1);
        }
    }

    /// Invisible characters are left out, too: a reader sees the key without them.
    private void read(int kinds) {
        while (at < from.length()) {
            start = at;
            int c = from.codePointAt(at);
            int after = at + Character.charCount(c);
            at++;
            boolean read = switch (c) {
                case '%' -> (kinds & PERCENT) != 0 && percent();
                case '&' -> (kinds & REFERENCES) != 0 && reference();
                case '\\' -> (kinds & BACKSLASHES) != 0 && escape();
                default -> false;
            };
            if (read) continue;
            if (Printable.safe(c) || separates(c)) {
                for (int i = start; i < after; i++) add(from.charAt(i), after);
            }
            at = after;
        }
    }

    /// Whether it is white space that is seen.
    private static boolean separates(int c) {
        return c <= 0xFFFF && c != BYTE_ORDER_MARK && Ws.is((char) c);
    }

    /// @param end of its source
    private void add(String read, int end) {
        for (int i = 0; i < read.length(); i++) add(read.charAt(i), end);
    }

    private void add(char c, int end) {
        if (begins != null) {
            begins[out.length()] = start;
            ends[out.length()] = end;
        }
        out.append(c);
        at = end;
    }

    /// The source of the last character ends here.
    private void ends(int end) {
        if (ends != null && !out.isEmpty()) ends[out.length() - 1] = end;
    }

    /// A byte, or all bytes of a character in UTF-8.
    private boolean percent() {
        var bytes = new StringBuilder();
        int end = at;
        for (int value = octet(end); value >= 0; value = octet(end)) {
            boolean first = bytes.isEmpty();
            if (!first && value < 0x80 || bytes.length() == LONGEST_CHARACTER) break;
            bytes.append((char) value);
            end += 2;
            String text = Latin1.textOrNull(bytes.toString());
            if (text != null) {
                add(text, end);
                return true;
            }
            if (end >= from.length() || from.charAt(end) != '%') break;
            end++;
        }
        return hex(at, 2);
    }

    /// The number of two hexadecimal digits, or -1.
    private int octet(int start) {
        if (start + 2 > from.length()) return -1;
        int high = Letters.digit(from.charAt(start), 16);
        int low = Letters.digit(from.charAt(start + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /// The character with the hexadecimal number of so many digits from `start`.
    private boolean hex(int start, int digits) {
        if (start + digits > from.length()) return false;
        return number(start, start + digits, 16);
    }

    private boolean number(int start, int end, int radix) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = Letters.digit(from.charAt(i), radix);
            if (digit < 0) return false;
            value = Math.min(value * radix + digit, Character.MAX_CODE_POINT + 1);
        }
        if (start >= end || value > Character.MAX_CODE_POINT) return false;
        add(new StringBuilder().appendCodePoint(value).toString(), end);
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
            add(named, end);
        }
        if (closed) ends(++at);
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
        add("nrtbf".indexOf(kind) >= 0 ? " " : String.valueOf(kind), at + 1);
        return true;
    }
}
