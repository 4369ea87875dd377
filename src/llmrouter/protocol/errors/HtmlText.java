package llmrouter.protocol.errors;

import llmrouter.text.Letters;


/// The text of an HTML error page: its title, else its text without tags.
final class HtmlText {
    /// A title stands at the front of a page.
    private static final int LOOKED_AT = 16384;

    private HtmlText() {}

    /// Whether a body that should have been JSON is HTML or XML.
    static boolean looksLike(String trimmed) {
        return trimmed.startsWith("<");
    }

    static String of(String page) {
        String front = page.length() > LOOKED_AT ? page.substring(0, LOOKED_AT) : page;
        String lower = Letters.lower(front);
        int title = lower.indexOf("<title");
        int from = title < 0 ? -1 : lower.indexOf('>', title) + 1;
        int to = from <= 0 ? -1 : lower.indexOf("</title", from);
        return unescaped(to > from ? front.substring(from, to) : text(front, lower));
    }

    private static String text(String page, String lower) {
        var out = new StringBuilder();
        int i = 0;
        while (i < page.length()) {
            if (page.charAt(i) != '<') {
                out.append(page.charAt(i++));
            } else {
                i = afterTag(lower, i);
                out.append(' ');
            }
        }
        return out.toString();
    }

    private static int afterTag(String lower, int at) {
        for (String hidden : new String[] {"script", "style"}) {
            if (lower.startsWith(hidden, at + 1)) {
                int end = lower.indexOf("</" + hidden, at);
                at = end < 0 ? lower.length() : end;
            }
        }
        int close = lower.indexOf('>', at);
        return close < 0 ? lower.length() : close + 1;
    }

    private static String unescaped(String s) {
        return s.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
            .replace("&#39;", "'").replace("&amp;", "&");
    }
}
