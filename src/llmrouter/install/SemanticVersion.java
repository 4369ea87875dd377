package llmrouter.install;

import java.util.ArrayList;
import java.util.List;

/// A version by Semantic Versioning 2.0.0, ordered as its section 11 says: by the numbers, and a version with a suffix
/// such as `-rc.1` before the one without.
///
/// @param numbers of major, minor and patch
/// @param suffix  the identifiers behind the `-`; empty for none
public record SemanticVersion(List<Long> numbers, List<String> suffix) implements Comparable<SemanticVersion> {

    /// The version of a text, or null if it is none.
    public static SemanticVersion of(String text) {
        int plus = text.indexOf('+');
        String core = plus < 0 ? text : text.substring(0, plus);
        int dash = core.indexOf('-');
        var numbers = new ArrayList<Long>();
        for (String number : (dash < 0 ? core : core.substring(0, dash)).split("\\.", -1)) {
            if (!isNumber(number)) return null;
            numbers.add(Long.valueOf(number));
        }
        if (numbers.size() != 3) return null;
        return new SemanticVersion(List.copyOf(numbers), dash < 0 ? List.of()
            : List.of(core.substring(dash + 1).split("\\.", -1)));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) return order;
        }
        if (suffix.isEmpty() || other.suffix.isEmpty()) {
            return Boolean.compare(suffix.isEmpty(), other.suffix.isEmpty());
        }
        for (int i = 0; i < Math.min(suffix.size(), other.suffix.size()); i++) {
            int order = order(suffix.get(i), other.suffix.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(suffix.size(), other.suffix.size());
    }

    /// Numbers come before words.
    private static int order(String one, String two) {
        boolean first = isNumber(one);
        boolean second = isNumber(two);
        if (first && second) return Long.compare(Long.parseLong(one), Long.parseLong(two));
        return first == second ? one.compareTo(two) : first ? -1 : 1;
    }
}
