package llmrouter.chat;

/// How much a model should think, and whether the client wants to see it.
///
/// @param mode   how the client switched it, or null if it only named an effort
/// @param effort level, or null if not said
/// @param budget tokens for thinking, or null if not said
/// @param shown  whether the client wants to read the thinking, or a summary of it; null if not said
public record Reasoning(Mode mode, Effort effort, Long budget, Boolean shown) {
    /// A wish that says nothing of what is shown.
    public Reasoning(Mode mode, Effort effort, Long budget) {
        this(mode, effort, budget, null);
    }

    /// Only a level.
    public static Reasoning of(Effort effort) {
        return new Reasoning(null, effort, null);
    }

    /// The same wish for another showing.
    public Reasoning shown(Boolean other) {
        return new Reasoning(mode, effort, budget, other);
    }

    /// Whether the wish says how much to think.
    public boolean saysHowMuch() {
        return mode != null || effort != null || budget != null;
    }

    public enum Mode { ENABLED, ADAPTIVE, DISABLED, BETWEEN_TOOLS }

    /// Levels from least to most; their wire names are the lower-case constants.
    public enum Effort {
        NONE("none"), MINIMAL("minimal"), LOW("low"), MEDIUM("medium"), HIGH("high"), XHIGH("xhigh"), MAX("max");

        private final String word;

        Effort(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
