package llmrouter.chat;

/// How much a model should think.
///
/// @param mode   how the client switched it, or null if it only named an effort
/// @param effort level, or null if not said
/// @param budget tokens for thinking, or null if not said
public record Reasoning(Mode mode, Effort effort, Long budget) {
    /// Only a level.
    public static Reasoning of(Effort effort) {
        return new Reasoning(null, effort, null);
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
