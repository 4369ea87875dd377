package llmrouter.protocol.errors;


import llmrouter.text.KeyWords;
import llmrouter.text.Letters;
import llmrouter.text.Printable;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// Makes a provider's text safe to show on a terminal, in a log and to a client. Control characters and terminal
/// escapes are removed, white space becomes single spaces, keys become `[redacted]`, the length is limited.
public final class ErrorText {
    private static final int MOST = 2000;
    /// characters of one run that make a key of what follows "Bearer", and of what follows "key"
    private static final int AFTER_BEARER = 8;
    private static final int AFTER_KEY = 16;
    /// how many words after "key" a key may stand: `Incorrect API key provided: …`
    private static final int NEAR = 3;
    private static final String REDACTED = "[redacted]";
    private static final String QUOTES = "\"'`\u2018\u2019\u201C\u201D\u00AB\u00BB";

    private final String words;
    private final Text out = new Text();
    private int sinceKey = NEAR + 1;
    private boolean afterBearer;

    private ErrorText(String words) {
        this.words = words;
    }

    public static String clean(String raw) {
        return capped(new ErrorText(printable(raw)).redacted());
    }

    private static String capped(String s) {
        if (s.length() <= MOST) return s;
        int end = Character.isHighSurrogate(s.charAt(MOST - 2)) ? MOST - 2 : MOST - 1;
        return s.substring(0, end) + "…";
    }

    /// The text as one line without control characters.
    private static String printable(String raw) {
        var out = new StringBuilder(Math.min(raw.length(), 4 * MOST));
        int i = 0;
        while (i < raw.length() && out.length() < 4 * MOST) {
            int c = raw.codePointAt(i);
            if (c == 0x1B) {
                i = afterEscape(raw, i + 1);
            } else {
                if (c <= 0xFFFF && Ws.is((char) c)) space(out);
                else if (Printable.safe(c)) out.appendCodePoint(c);
                i += Character.charCount(c);
            }
        }
        return Ws.trimEnd(out.toString());
    }

    private static void space(StringBuilder out) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') out.append(' ');
    }

    /// The end of an escape sequence (ECMA-48 §5.4, §5.6): CSI up to its final byte, a control string up to its
    /// terminator.
    private static int afterEscape(String raw, int at) {
        if (at >= raw.length()) return at;
        char kind = raw.charAt(at++);
        if (kind == '[') {
            while (at < raw.length() && raw.charAt(at) >= 0x20 && raw.charAt(at) < 0x40) at++;
            return Math.min(at + 1, raw.length());
        }
        if (kind == ']' || kind == 'P' || kind == '^' || kind == '_') {
            while (at < raw.length() && raw.charAt(at) != 0x07 && raw.charAt(at) != 0x1B) at++;
            return at < raw.length() && raw.charAt(at) == 0x1B
                ? Math.min(at + 2, raw.length()) : Math.min(at + 1, raw.length());
        }
        return at;
    }

    private String redacted() {
        int i = 0;
        while (i < words.length()) {
            int from = i;
            while (i < words.length() && inWord(words.charAt(i))) i++;
            if (i == from) out.add(words.charAt(i++));
            else i = word(words.substring(from, i), i);
        }
        return out.take();
    }

    /// Adds a word that ends at `end`, or `[redacted]` for it and for what follows it up to a blank or a quotation
    /// mark: a key may hold any other character.
    ///
    /// @return up to where the text is done
    private int word(String word, int end) {
        String lower = Letters.lower(word);
        boolean secret = KeyWords.beginsLikeKey(word) || afterBearer && mixed(word, AFTER_BEARER) || sinceKey <= NEAR
            && mixed(word, AFTER_KEY);
        int done = secret ? keyEnd(end) : end;
        if (secret) out.add(REDACTED).add(words, finalMarks(end - word.length(), done), done);
        else out.add(word);
        afterBearer = lower.equals("bearer") || lower.equals("basic");
        sinceKey = namesKey(lower) ? 0 : sinceKey + 1;
        return done;
    }

    private int keyEnd(int from) {
        int end = from;
        while (end < words.length() && !Ws.is(words.charAt(end)) && QUOTES.indexOf(words.charAt(end)) < 0) end++;
        return end;
    }

    /// Where the punctuation at the end of a key begins, which belongs to the sentence.
    private int finalMarks(int from, int to) {
        int end = to;
        while (end > from && ".,;:!?)]}>".indexOf(words.charAt(end - 1)) >= 0) end--;
        return end;
    }

    private static boolean namesKey(String lower) {
        return lower.endsWith("key") || lower.endsWith("token") || lower.endsWith("secret")
            || lower.endsWith("password");
    }

    /// Whether a run of at least so many letters and digits holds both, as hexadecimal and base64 do; words, dates and
    /// model ids do not.
    private static boolean mixed(String word, int length) {
        int run = 0;
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean number = c >= '0' && c <= '9';
            if (!number && "-_./".indexOf(c) >= 0) {
                run = 0;
                digit = false;
                letter = false;
                continue;
            }
            digit |= number;
            letter |= !number;
            if (++run >= length && digit && letter) return true;
        }
        return false;
    }

    private static boolean inWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
            || c == '/' || c == '+';
    }
}
