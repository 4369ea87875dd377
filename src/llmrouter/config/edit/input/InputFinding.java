package llmrouter.config.edit.input;

/// What is wrong with what a user entered for a change, and the fix.
///
/// @param field   the input to correct, e.g. `baseUrl`, or `rateLimits[0].name` for a part of one
/// @param wording the message, in which the caller's own names for inputs are put
public record InputFinding(String field, Wording wording) {

    /// How the caller's users know the inputs of an operation: as flags, or as the labels of a form.
    public interface InputNames {
        /// @param field e.g. `baseUrl`; a command line answers `--base-url`
        String field(String field);

        /// An input with a value in it, e.g. `--provider-id=openai`.
        String value(String field, String value);

        /// @param operation e.g. `remove-provider`
        String operation(String operation);
    }

    /// A message that waits for the caller's names.
    @FunctionalInterface
    public interface Wording {
        String with(InputNames names);
    }

    /// The message: clauses without a capital or a full stop.
    public String describe(InputNames names) {
        return wording.with(names);
    }
}
