package llmrouter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.text.Ws;

/// Lists as people paste them: words separated by commas, semicolons, white space or line breaks. A word with one of
/// these in it stands in quotation marks: `"Llama 3 8B",gpt-x`.
public final class PastedList {
    private static final String QUOTES = "\"'`";
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";

    private PastedList() {}

    /// The words in their order, without empty ones and repetitions. A word in quotation marks has them still, see
    /// [#bare].
    public static List<String> words(String text) {
        var words = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            int quote = skip(OPENING, text, at);
            int end = closing(text, quote);
            while (end < 0 && at < text.length() && !isGap(text.charAt(at))) at++;
            String word = end < 0 ? text.substring(from, at) : text.substring(quote, end + 1);
            if (!word.isEmpty() && !words.contains(word)) words.add(word);
            at = end < 0 ? at + 1 : skip(CLOSING, text, end + 1);
        }
        return words;
    }

    /// The names in a list. Where what stands between commas and semicolons is known each time, it is a name, also with
    /// white space in it; else each word is one.
    ///
    /// @param known whether a name is known
    public static List<String> names(String text, Predicate<String> known) {
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ',' && text.charAt(i) != ';') continue;
            String piece = bare(Ws.trim(text.substring(from, i)));
            if (!piece.isEmpty() && !pieces.contains(piece)) pieces.add(piece);
            from = i + 1;
        }
        return !pieces.isEmpty() && pieces.stream().allMatch(known) ? pieces
            : words(text).stream().map(PastedList::bare).toList();
    }

    /// A list of what stands in several arguments of a command. An argument with spaces and no other separator is one
    /// word, because its user has put it in quotation marks for the shell.
    public static String joined(List<String> arguments) {
        var list = new ArrayList<String>();
        for (String argument : arguments) {
            boolean several = argument.indexOf(',') >= 0 || argument.indexOf(';') >= 0;
            list.add(several ? argument : quoted(argument));
        }
        return String.join(",", list);
    }

    /// A word as it stands in a list: in quotation marks if it could not be read back without them.
    public static String quoted(String word) {
        boolean gap = false;
        for (char c : word.toCharArray()) gap |= isGap(c);
        if (word.isEmpty() || !gap && bare(word).equals(word)) return word;
        for (char quote : QUOTES.toCharArray()) {
            if (word.indexOf(quote) < 0) return quote + word + quote;
        }
        return word;
    }

    /// A word without quotes, brackets and punctuation around it. A bracket whose other one is in the word stays.
    public static String bare(String word) {
        boolean quoted = word.length() > 1 && closing(word, 0) == word.length() - 1;
        if (quoted) return Ws.trim(word.substring(1, word.length() - 1));
        int from = 0;
        int to = word.length();
        while (from < to && isWrapping(word.charAt(from), word.substring(from + 1, to), OPENING, CLOSING)) from++;
        while (to > from && (".,;:".indexOf(word.charAt(to - 1)) >= 0
            || isWrapping(word.charAt(to - 1), word.substring(from, to - 1), CLOSING, OPENING))) to--;
        return word.substring(from, to);
    }

    /// Whether a character at one end of a word does not belong to it.
    private static boolean isWrapping(char c, String rest, String own, String others) {
        int bracket = own.indexOf(c);
        if (bracket < 0) return QUOTES.indexOf(c) >= 0;
        int other = rest.indexOf(others.charAt(bracket));
        return other < 0 || own.equals(OPENING) && other == rest.length() - 1;
    }

    /// Where the quotation ends that begins at a place; -1 if none begins there, or it does not end where a word ends.
    private static int closing(String text, int from) {
        if (from >= text.length() || QUOTES.indexOf(text.charAt(from)) < 0) return -1;
        int end = text.indexOf(text.charAt(from), from + 1);
        if (end < 0) return -1;
        int after = skip(CLOSING, text, end + 1);
        return after == text.length() || isGap(text.charAt(after)) ? end : -1;
    }

    private static int skip(String characters, String text, int from) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) at++;
        return at;
    }

    private static boolean isGap(char c) {
        return c == ',' || c == ';' || Ws.is(c);
    }
}
