package llmrouter.config.keys;

/// What is wrong with a text that should be a key, and what is meant instead. It has no part of a key.
///
/// @param what  a clause whose subject is the text, without a period
/// @param meant what the user should write
/// @param name  the variable that is meant, for [Meant#VARIABLE]; null if it is not known or might be a key
public record WrappedKey(String what, Meant meant, String name) {
    /// What belongs in the place of such a text.
    public enum Meant { KEY_ALONE, REAL_KEY, VARIABLE, FILE, COMMAND }

    static WrappedKey alone(String what) {
        return new WrappedKey(what, Meant.KEY_ALONE, null);
    }

    static WrappedKey noKey(String what) {
        return new WrappedKey(what, Meant.REAL_KEY, null);
    }

    /// What to write in a configuration that holds the text itself, a clause without a period.
    ///
    /// @param member `apiKey` or `masterKey`
    public String fixOf(String member) {
        return switch (meant) {
            case KEY_ALONE -> "write the key alone";
            case REAL_KEY -> "write the real key there";
            case VARIABLE -> "write \"" + member + "Env\": \"" + (name == null ? "NAME" : name) + "\" instead";
            case FILE -> "write \"" + member + "File\": \"PATH\" instead";
            case COMMAND -> "write \"" + member + "Command\": \"COMMAND\" instead";
        };
    }

    /// What to write where the text is the value of a header.
    public String fixInHeader() {
        return switch (meant) {
            case KEY_ALONE -> "write the value alone";
            case REAL_KEY -> "write the real value there";
            case VARIABLE, FILE, COMMAND -> "write the value itself; only a provider's key can be kept elsewhere, as "
                + "\"apiKeyEnv\", \"apiKeyFile\" or \"apiKeyCommand\", and \"auth\" puts it into any header";
        };
    }

    /// What to do where the text is kept outside the configuration: in a variable, in a file, by a command.
    public String fixThere() {
        return switch (meant) {
            case KEY_ALONE -> "keep the key alone there";
            case REAL_KEY -> "put the real key there";
            case VARIABLE, FILE, COMMAND -> "put the key itself there";
        };
    }
}
