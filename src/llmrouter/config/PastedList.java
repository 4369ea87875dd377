package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Ws;

/// Lists as people paste them: words separated by commas, semicolons, white space or line breaks.
public final class PastedList {
    private PastedList() {}

    /// The words in their order, without empty ones and repetitions.
    public static List<String> words(String text) {
        var words = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean gap = i == text.length() || text.charAt(i) == ',' || text.charAt(i) == ';' || Ws.is(text.charAt(i));
            if (!gap) continue;
            if (i > from && !words.contains(text.substring(from, i))) words.add(text.substring(from, i));
            from = i + 1;
        }
        return words;
    }

    /// A word without quotes, brackets and punctuation around it.
    public static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && "\"'`([{<".indexOf(word.charAt(from)) >= 0) from++;
        while (to > from && "\"'`)]}>.,;:".indexOf(word.charAt(to - 1)) >= 0) to--;
        return word.substring(from, to);
    }
}
