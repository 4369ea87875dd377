package llmrouter.probe;

/// Something that a model may be able to do, as `doctor --live` asks for it.
public enum ModelAbility {
    /// it calls a tool that fits the question
    TOOLS("tools"),
    /// it sends its answer in pieces
    STREAMING("streaming"),
    /// it sees what is in an image
    IMAGES("images"),
    /// its answer has the form of a JSON Schema
    JSON_SCHEMA("jsonSchema"),
    /// its answer says how many tokens it took
    USAGE("usage");

    private final String word;

    ModelAbility(String word) {
        this.word = word;
    }

    /// The name in JSON, and of the member of `capabilities` in the configuration.
    public String word() {
        return word;
    }
}
