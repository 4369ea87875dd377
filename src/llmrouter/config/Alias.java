package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.text.Alternatives;
import llmrouter.text.Letters;

/// A name that stands for several models.
///
/// @param targets         at least one; the strategy orders them
/// @param fallbackTargets tried after all `targets`, in order
public record Alias(String id, Strategy strategy, List<AliasTarget> targets, List<AliasTarget> fallbackTargets) {
    /// @param ref    `provider/model`, an alias id, or `alias:<id>`
    /// @param weight source text of a positive number, as JSON writes it; `1` if not given
    public record AliasTarget(String ref, String weight) {
        /// Leaves out leading zeros, which JSON does not allow.
        public AliasTarget {
            int start = 0;
            while (hasLeadingZero(weight, start)) start++;
            weight = weight.substring(start);
        }

        private static boolean hasLeadingZero(String number, int at) {
            return at < number.length() - 1 && number.charAt(at) == '0' && Ids.isDigit(number.charAt(at + 1));
        }
    }

    /// In which order the targets of an alias are tried.
    public enum Strategy {
        ORDERED("ordered"),
        ROUND_ROBIN("round-robin", "rr"),
        WEIGHTED_RR("weighted-rr", "weighted-round-robin", "weighted_rr"),
        QUOTA_AWARE_WEIGHTED_RR("quota-aware-weighted-rr", "quota-aware-weighted-round-robin"),
        AUTO("auto", "automatic", "smart");

        private final String word;
        private final List<String> otherWords;

        Strategy(String word, String... otherWords) {
            this.word = word;
            this.otherWords = List.of(otherWords);
        }

        public String word() {
            return word;
        }

        /// Every word for it, its own first.
        public List<String> words() {
            var words = new ArrayList<>(List.of(word));
            words.addAll(otherWords);
            return List.copyOf(words);
        }

        /// Whether the weights of targets count.
        public boolean weighs() {
            return this != ORDERED && this != ROUND_ROBIN;
        }

        /// The words of the strategies for which weights count, in a row.
        public static String weighing() {
            return String.join(", ", List.of(values()).stream().filter(Strategy::weighs).map(Strategy::word).toList());
        }

        /// The words of all strategies as an alternative in a sentence: `ordered, round-robin or auto`.
        ///
        /// @param quote put around each word
        public static String anyOf(String quote) {
            return Alternatives.of(List.of(values()).stream().map(s -> quote + s.word + quote).toList());
        }

        /// The strategy of a word in any case and any of its spellings, or null.
        public static Strategy of(String word) {
            String wanted = Letters.lower(word);
            for (Strategy strategy : values()) {
                if (strategy.word.equals(wanted) || strategy.otherWords.contains(wanted)) return strategy;
            }
            return null;
        }
    }
}
