package llmrouter.config;

/// A wire format, by its word in the configuration.
public enum Format {
    OPENAI("openai"), CLAUDE("claude"), RESPONSES("responses");

    private final String word;

    Format(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// The format of a word (`anthropic` is accepted for `claude`), or null.
    public static Format of(String word) {
        return switch (word) {
            case "openai" -> OPENAI;
            case "claude", "anthropic" -> CLAUDE;
            case "responses" -> RESPONSES;
            default -> null;
        };
    }
}
