package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import llmrouter.tui.Question.Option;

/// Finds options by what a person types.
final class OptionSearch {
    private OptionSearch() {}

    /// The indexes of the options whose label has every word of the text, in whatever case; if there is none, of those
    /// whose hint has them. Every option if the text has no word.
    static List<Integer> find(List<? extends Option<?>> options, String text) {
        List<Integer> found = find(options, text, Option::label);
        return found.isEmpty() ? find(options, text, Option::hint) : found;
    }

    private static List<Integer> find(List<? extends Option<?>> options, String text,
            Function<Option<?>, String> part) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split(" +");
        var found = new ArrayList<Integer>();
        for (int i = 0; i < options.size(); i++) {
            if (hasAll(part.apply(options.get(i)).toLowerCase(Locale.ROOT), words)) found.add(i);
        }
        return found;
    }

    private static boolean hasAll(String text, String[] words) {
        for (String word : words) {
            if (!text.contains(word)) return false;
        }
        return true;
    }

    /// The index of the option with exactly this label, in whatever case; -1 if there is none.
    static int exact(List<? extends Option<?>> options, String label) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).label().strip().equalsIgnoreCase(label.strip())) return i;
        }
        return -1;
    }

    /// The indexes that numbers and ranges mean: `3`, `2-5`, `1 4,7-9`; the first option is 1. Null if the text is
    /// anything else, or names a number that is not there.
    static List<Integer> numbers(String text, int options) {
        var indexes = new ArrayList<Integer>();
        for (String word : text.strip().split("[ ,;]+")) {
            int dash = word.indexOf('-');
            int from = number(dash < 0 ? word : word.substring(0, dash));
            int to = dash < 0 ? from : number(word.substring(dash + 1));
            if (from < 1 || to < from || to > options) return null;
            for (int i = from; i <= to; i++) indexes.add(i - 1);
        }
        return indexes.isEmpty() ? null : indexes;
    }

    /// Whether a text has nothing but what numbers and ranges are written with.
    static boolean looksLikeNumbers(String text) {
        return !text.isBlank() && text.chars().allMatch(c -> c >= '0' && c <= '9' || " ,;-".indexOf(c) >= 0);
    }

    /// -1 if it is no number, or a very large one.
    private static int number(String word) {
        boolean digits = !word.isEmpty() && word.length() <= 9 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(word) : -1;
    }
}
