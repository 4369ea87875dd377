package llmrouter.page;

import llmrouter.text.Plural;
import llmrouter.text.TimeWords;

/// HTML under construction. [#tags] takes markup that stands in this program's code; every text from elsewhere (a
/// configuration, a client, a provider) goes through [#text]. Not thread-safe.
final class HtmlWriter {
    /// Longer texts are cut, in UTF-16 units.
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_SENTENCE = 1_000;

    private final StringBuilder out = new StringBuilder(32_768);

    /// Appends markup without a change.
    HtmlWriter tags(String html) {
        out.append(html);
        return this;
    }

    /// Appends text for an element or a quoted attribute. Invisible characters (controls, formatting such as
    /// bidirectional overrides, halves of surrogate pairs, private and unassigned ones) are shown by their number, so
    /// that a text cannot look like a different one.
    HtmlWriter text(String s) {
        return text(s, LONGEST_TEXT);
    }

    /// As [#text], for a sentence of this program that may hold several such texts.
    HtmlWriter sentence(String s) {
        return text(s, LONGEST_SENTENCE);
    }

    private HtmlWriter text(String s, int longest) {
        int i = 0;
        while (i < s.length() && i < longest) {
            int c = s.codePointAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                    if (visible(c)) out.appendCodePoint(c);
                    else out.append("\\u{").append(Integer.toHexString(c)).append('}');
                }
            }
            i += Character.charCount(c);
        }
        if (i < s.length()) out.append('…');
        return this;
    }

    private static boolean visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// A name of something, in the type of code; its direction does not influence the text around it.
    HtmlWriter ref(String name) {
        return tags("<bdi>").text(name).tags("</bdi>");
    }

    /// A state: its shape and its word.
    ///
    /// @param kind `ok`, `warn` or `bad`, as the style sheet knows it
    HtmlWriter state(String kind, String word) {
        return tags("<span class=\"state ").tags(kind).tags("\">").text(word).tags("</span>");
    }

    HtmlWriter number(long n) {
        out.append(n);
        return this;
    }

    /// A count in few characters: `9999`, `12.3k`, `4M`. What is cut off is not rounded.
    static String count(long n) {
        if (n < 10_000) return Long.toString(n);
        long unit = n < 1_000_000 ? 1_000 : n < 1_000_000_000 ? 1_000_000 : 1_000_000_000;
        long tenth = n % unit * 10 / unit;
        return n / unit + (tenth == 0 ? "" : "." + tenth) + (unit == 1_000 ? "k" : unit == 1_000_000 ? "M" : "G");
    }

    /// `1 request`, `2 requests`.
    static String count(long n, String what) {
        return count(n) + " " + Plural.noun(n, what);
    }

    /// How long until or since a time; the script counts on.
    ///
    /// @param kind `until` or `since`
    /// @param at   and `now`: milliseconds since 1970
    HtmlWriter ticking(String kind, long at, long now) {
        out.append("<span data-").append(kind).append('=').append(at).append('>');
        // the rest is rounded up, so that it reaches 0 only at the end; no tenths of a second, which would flicker
        long ms = Math.max(0, kind.equals("until") ? at - now + 999 : now - at);
        return tags(ms < 10_000 ? ms / 1_000 + " s" : TimeWords.of(ms)).tags("</span>");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
