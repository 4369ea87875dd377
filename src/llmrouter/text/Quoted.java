package llmrouter.text;

/// Messages that quote a text of someone else: of a client or of a provider. A log may hold the message, but not the
/// quotation, because that text may be part of a conversation.
public final class Quoted {
    /// Stands for what was quoted.
    private static final String HIDDEN = "\u2026";

    private Quoted() {}

    /// The message without what it quotes in `'` or `"`. What stands between the first opening mark and the last mark
    /// of the same kind is replaced by one character: the quoted text may hold such marks too, so that no mark between
    /// them is certain.
    public static String hidden(String message) {
        return hidden(message, 0);
    }

    /// The same for what stands behind some words.
    ///
    /// @param words the message is unchanged if it does not have them
    public static String hiddenAfter(String words, String message) {
        int at = message.indexOf(words);
        return at < 0 ? message : hidden(message, at + words.length());
    }

    private static String hidden(String message, int from) {
        for (int i = from; i < message.length(); i++) {
            char mark = message.charAt(i);
            if (mark != '\'' && mark != '"' || i > 0 && !opens(message.charAt(i - 1))) continue;
            int last = message.lastIndexOf(mark);
            String rest = last > i ? message.substring(last) : String.valueOf(mark);
            return message.substring(0, i + 1) + HIDDEN + rest;
        }
        return message;
    }

    /// Whether a quotation may begin behind a character; behind a letter the mark is an apostrophe.
    private static boolean opens(char before) {
        return before == ' ' || before == '(';
    }
}
