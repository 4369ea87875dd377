package llmrouter.config;

import java.util.List;
import java.util.Locale;

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
            int digit = 0;
            while (digit < weight.length() - 1 && weight.charAt(digit) == '0' && Ids.isDigit(weight.charAt(digit
                + 1))) digit++;
            weight = weight.substring(digit);
        }
    }

    /// In which order the targets of an alias are tried.
    public enum Strategy {
        ORDERED("ordered"), ROUND_ROBIN("round-robin"), WEIGHTED_RR("weighted-rr"),
            QUOTA_AWARE_WEIGHTED_RR("quota-aware-weighted-rr"),
        AUTO("auto");

        /// All words, for messages.
        public static final String WORDS = "ordered, round-robin, weighted-rr, quota-aware-weighted-rr or auto";

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// The strategy of a word in any case and any of its spellings, or null.
        public static Strategy of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "ordered" -> ORDERED;
                case "round-robin", "rr" -> ROUND_ROBIN;
                case "weighted-rr", "weighted-round-robin", "weighted_rr" -> WEIGHTED_RR;
                case "quota-aware-weighted-rr", "quota-aware-weighted-round-robin" -> QUOTA_AWARE_WEIGHTED_RR;
                case "auto", "automatic", "smart" -> AUTO;
                default -> null;
            };
        }
    }
}
