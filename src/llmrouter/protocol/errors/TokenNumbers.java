package llmrouter.protocol.errors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The whole numbers in an error's words that can be counts of tokens. The digits of names (`gpt-5.6`, `claude-3-5`),
/// of fractions and of status codes are none. Thousands may be separated (`64,000`), and a word may follow without a
/// space, as one server writes it.
///
/// @param words in lower case
/// @param all   in their order
record TokenNumbers(String words, List<Found> all) {
    private static final int LONGEST = 12;
    /// letters that follow a number at once and still are a word of their own
    private static final int LEAST_WORD = 4;

    /// @param from where its digits begin
    /// @param to   where they end
    record Found(long value, int from, int to) {}

    static TokenNumbers in(String words) {
        var all = new ArrayList<Found>();
        int i = 0;
        while (i < words.length()) {
            if (!digit(words, i)) {
                i++;
                continue;
            }
            int to = end(words, i);
            long value = value(words, i, to);
            if (value >= 0 && stands(words, i, to, all) && !isCode(words, i)) all.add(new Found(value, i, to));
            i = to;
        }
        return new TokenNumbers(words, all);
    }

    private static boolean digit(String words, int at) {
        return at >= 0 && at < words.length() && words.charAt(at) >= '0' && words.charAt(at) <= '9';
    }

    private static int digits(String words, int from) {
        int to = from;
        while (digit(words, to)) to++;
        return to;
    }

    private static int end(String words, int from) {
        int to = digits(words, from);
        if (to - from > 3) return to;
        while (to < words.length() && words.charAt(to) == ',' && digits(words, to + 1) - to == 4) to += 4;
        return to;
    }

    private static long value(String words, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (digit(words, i)) value = value * 10 + words.charAt(i) - '0';
        }
        return to - from > LONGEST ? -1 : value;
    }

    /// Whether it is a number of its own, and no part of a name, a fraction or a date.
    private static boolean stands(String words, int from, int to, List<Found> before) {
        char first = from == 0 ? ' ' : words.charAt(from - 1);
        boolean range = first == '-' && !before.isEmpty() && before.getLast().to() == from - 1;
        boolean inName = first == '_' || first == '-' || first == '.' || first == '/' || first == '@';
        if (isLetter(first) || inName && !range) return false;
        if (to < words.length() - 1 && words.charAt(to) == '.' && digit(words, to + 1)) return false;
        int letters = to;
        while (letters < words.length() && isLetter(words.charAt(letters))) letters++;
        return letters == to || letters - to >= LEAST_WORD;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// Whether the word before it says that it is a status: `"code":400`.
    private static boolean isCode(String words, int from) {
        int end = from;
        while (end > 0 && from - end < 4 && !isLetter(words.charAt(end - 1))) end--;
        String before = words.substring(Math.max(0, end - 6), end);
        return before.endsWith("code") || before.endsWith("status");
    }

    Set<Long> values() {
        var values = new LinkedHashSet<Long>();
        for (Found number : all) values.add(number.value());
        return values;
    }

    /// Whether one of the phrases stands right behind the number, or behind "tokens" after it.
    boolean followedBy(Found number, String... phrases) {
        int at = number.to();
        if (words.startsWith(" tokens", at)) at += 7;
        for (String phrase : phrases) {
            if (words.startsWith(phrase, at) || words.startsWith(phrase, number.to())) return true;
        }
        return false;
    }

    /// Whether one of the phrases stands in the few words before the number.
    boolean preceded(Found number, int within, String... phrases) {
        String before = words.substring(Math.max(0, number.from() - within), number.from());
        for (String phrase : phrases) {
            if (before.contains(phrase)) return true;
        }
        return false;
    }

    /// The number that stands next behind a place, else next before it; null if there is none.
    Found near(int place) {
        Found last = null;
        for (Found number : all) {
            if (number.from() >= place) return number;
            last = number;
        }
        return last;
    }
}
