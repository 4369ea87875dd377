package llmrouter.page;

import llmrouter.text.Plural;
import llmrouter.text.TimeWords;

/// HTML under construction. Tags are written here in the code; whatever comes from elsewhere, from a configuration, a client or a
/// provider, goes through [#text]. One owner.
final class HtmlWriter {
    private static final int LONGEST_TEXT = 200;

    private final StringBuilder out = new StringBuilder(32_768);

    /// Our own markup, as it stands.
    HtmlWriter tags(String html) {
        out.append(html);
        return this;
    }

    /// Text for an element or a quoted attribute. Characters that nobody sees (controls, formatting such as bidirectional overrides, halves
    /// of pairs, private and unassigned ones) are shown by their number, so that nothing looks like what it is not.
    HtmlWriter text(String s) {
        int i = 0;
        while (i < s.length() && i < LONGEST_TEXT) {
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
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    HtmlWriter number(long n) {
        out.append(n);
        return this;
    }

    /// A count as it fits into a narrow place: `9999`, `12.3k`, `4M`.
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

    /// How long until or since a time, which the script keeps right.
    ///
    /// @param kind `until` or `since`
    HtmlWriter ticking(String kind, long at, long now) {
        out.append("<span data-").append(kind).append('=').append(at).append('>');
        // what is left is rounded up, so that it never seems over before it is; without the tenths of TimeWords, which would flicker
        long ms = Math.max(0, kind.equals("until") ? at - now + 999 : now - at);
        return tags(ms < 10_000 ? ms / 1_000 + " s" : TimeWords.of(ms)).tags("</span>");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
