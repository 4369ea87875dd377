package llmrouter.startup;

/// Text as XML has it between tags. Control characters are refused before.
final class XmlText {
    private XmlText() {}

    static String of(String text) {
        var escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /// An element with a text.
    static String element(String name, String text) {
        return "<" + name + ">" + of(text) + "</" + name + ">";
    }
}
