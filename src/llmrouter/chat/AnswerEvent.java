package llmrouter.chat;

import llmrouter.json.Json;

/// A step of a streamed answer. A stream reader's events obey this grammar, whatever the provider sent:
///
/// ```
/// Started (Opened Delta* Closed)* Finished       complete
/// Started? (Opened Delta* Closed?)* Failed       broken
/// ```
/// Blocks never overlap. [UsageKnown] may stand anywhere and the last one counts; [Finished] comes last, once, when
/// nothing can follow.
public sealed interface AnswerEvent {
    /// @param id    the provider's id, or null
    /// @param usage what is known of it at the start, or null
    record Started(String id, String model, Usage usage) implements AnswerEvent {}

    record Opened(Block block) implements AnswerEvent {}

    /// More of the open block: text, thinking, refusal words, a summary, or a tool call's argument text.
    ///
    /// @param logprobs the probability of each token of a text, as OpenAI's formats give them; or null
    record Delta(String text, Json.Arr logprobs) implements AnswerEvent {
        public Delta(String text) {
            this(text, null);
        }
    }

    /// The seal of the open thinking block: what its issuer needs to take the thinking back.
    record Signature(Seal seal) implements AnswerEvent {}

    /// A part of what the open block of text has said so far refers to a page.
    record Cited(Citation citation) implements AnswerEvent {}

    record Closed() implements AnswerEvent {}

    record UsageKnown(Usage usage) implements AnswerEvent {}

    record Finished(StopReason stop, String stopSequence) implements AnswerEvent {}

    /// The provider reported an error inside the stream, or sent what its format forbids.
    record Failed(ApiError error) implements AnswerEvent {}

    /// A piece was left out: it makes no sense where it stands, or it is of a kind that no other format can say.
    ///
    /// @param what for the log
    /// @param kind of what was left out, for the ledger; null if it makes no sense
    record Skipped(String what, String kind) implements AnswerEvent {
        public Skipped(String what) {
            this(what, null);
        }
    }

    /// Whether the client gets something of the answer by this event: a piece of content, a tool call, redacted
    /// thinking, or the end. The first meaningful event commits the gateway to the provider; a start or an empty block
    /// does not.
    default boolean meaningful() {
        return switch (this) {
            case Opened(var block) -> block instanceof Block.ToolCallBlock
                || block instanceof Block.RedactedThinkingBlock || block instanceof Block.ImageBlock
                || block instanceof Block.SearchBlock;
            case Delta(var text, _) -> !text.isEmpty();
            case Signature _, Finished _ -> true;
            case Started _, Cited _, Closed _, UsageKnown _, Failed _, Skipped _ -> false;
        };
    }

    /// What an opened block holds.
    sealed interface Block {
        /// @param apart whether it is a message of its own, which does not go on with the text before it
        record TextBlock(boolean apart) implements Block {
            public TextBlock() {
                this(false);
            }
        }

        record ThinkingBlock() implements Block {}

        record RedactedThinkingBlock(Seal seal) implements Block {}

        /// @param id the provider's, or null; a writer makes one then
        record ToolCallBlock(String id, String name, ToolKind kind) implements Block {
            public ToolCallBlock(String id, String name) {
                this(id, name, ToolKind.FUNCTION);
            }
        }

        record RefusalBlock() implements Block {}

        /// A search of the web, which is over when it is told.
        record SearchBlock(Part.SearchPart search) implements Block {}
        /// An image that the model made. It has no deltas.
        record ImageBlock(Source source) implements Block {}

        /// A summary of the conversation.
        record SummaryBlock() implements Block {}
    }
}
