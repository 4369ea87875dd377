package llmrouter.chat;

/// What a request asks for, and what the model allows, as a provider says it when it refuses the request.
///
/// @param input  tokens of the prompt; -1 if the limit is one of the answer alone
/// @param answer tokens that the request wants for the answer; 0 if they do not count
/// @param most   tokens that the model allows: of the answer, or of prompt and answer together
/// @param model  its id at the provider, or null
public record TokenLimit(long input, long answer, long most, String model) {

    /// Whether the answer alone may not be as long as the request wants.
    public boolean ofAnswer() {
        return input < 0;
    }

    /// Whether the prompt fits, so that a shorter answer is all that is needed.
    public boolean promptFits() {
        return input < most;
    }
}
