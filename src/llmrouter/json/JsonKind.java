package llmrouter.json;

/// The six types of JSON values, for values that were scanned but not parsed.
public enum JsonKind {
    OBJECT("an object"),
    ARRAY("an array"),
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    NULL("null");

    private final String words;

    JsonKind(String words) {
        this.words = words;
    }

    /// The type as an error message says it, the same words as [Json#kind].
    public String words() {
        return words;
    }

    /// The kind of the value that begins with this character of a valid text.
    static JsonKind of(char first) {
        return switch (first) {
            case '{' -> OBJECT;
            case '[' -> ARRAY;
            case '"' -> STRING;
            case 't', 'f' -> BOOLEAN;
            case 'n' -> NULL;
            default -> NUMBER;
        };
    }
}
