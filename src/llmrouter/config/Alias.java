package llmrouter.config;

import java.util.List;

/// A name that stands for several models.
///
/// @param targets         primary tier, at least one
/// @param fallbackTargets tried after every primary one, in order
public record Alias(String id, Strategy strategy, List<AliasTarget> targets, List<AliasTarget> fallbackTargets) {
    /// @param ref    `provider/model`, an alias id, or `alias:<id>`
    /// @param weight source text of a positive number; `1` if not given
    public record AliasTarget(String ref, String weight) {}

    public enum Strategy {
        ORDERED("ordered"), ROUND_ROBIN("round-robin"), WEIGHTED_RR("weighted-rr"), QUOTA_AWARE_WEIGHTED_RR("quota-aware-weighted-rr"),
        AUTO("auto");

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
