package llmrouter.protocol;

import llmrouter.chat.Losses;

/// What an answer writer must know beyond the answer.
///
/// @param requestId   the gateway's id of the request; ids that a provider left out are made from it
/// @param model       shown if the provider does not name one
/// @param created     seconds since 1970, for formats that date their answers
/// @param streamUsage whether the client asked for usage in the stream
/// @param losses      where a writer says what it dropped or approximated; of a stream this is known only at its end,
///                    too late for a header
/// @param promptTokens an estimate of the prompt's tokens, for a format whose streams begin with usage; 0 if there is
///                    none
public record AnswerContext(String requestId, String model, long created, boolean streamUsage, Losses losses,
        long promptTokens) {
    public AnswerContext(String requestId, String model, long created, boolean streamUsage, Losses losses) {
        this(requestId, model, created, streamUsage, losses, 0);
    }

    public AnswerContext(String requestId, String model, long created, boolean streamUsage) {
        this(requestId, model, created, streamUsage, new Losses());
    }
}
