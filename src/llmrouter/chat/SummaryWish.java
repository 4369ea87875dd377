package llmrouter.chat;

import llmrouter.text.Ws;

/// What a client wants in place of an answer: a summary of the conversation, which stands in place of the conversation
/// in its later requests.
///
/// @param instructions the client's own words for the model, or null for the gateway's
public record SummaryWish(String instructions) {
    /// In the gateway's words.
    public static final SummaryWish PLAIN = new SummaryWish(null);

    public SummaryWish {
        instructions = Ws.blank(instructions) ? null : instructions;
    }
}
