package llmrouter.chat;

/// A step of a streamed answer. A stream reader's events obey this grammar, whatever the provider sent:
///
/// ```
/// Started (Opened Delta* Closed)* Finished       complete
/// Started? (Opened Delta* Closed?)* Failed       broken
/// ```
/// Blocks never overlap. [UsageKnown] may stand anywhere and the last one counts; [Finished] comes last, once, when nothing can follow.
public sealed interface AnswerEvent {
    /// @param id    the provider's id, or null
    /// @param usage what is known of it at the start, or null
    record Started(String id, String model, Usage usage) implements AnswerEvent {}

    record Opened(Block block) implements AnswerEvent {}

    /// More of the open block: text, thinking, refusal words, or a tool call's argument text.
    record Delta(String text) implements AnswerEvent {}

    /// The signature of the open thinking block.
    record Signature(String signature) implements AnswerEvent {}

    record Closed() implements AnswerEvent {}

    record UsageKnown(Usage usage) implements AnswerEvent {}

    record Finished(StopReason stop, String stopSequence) implements AnswerEvent {}

    /// The provider reported an error inside the stream, or sent what its format forbids.
    record Failed(ApiError error) implements AnswerEvent {}

    /// A malformed event was skipped; `what` is for the log.
    record Skipped(String what) implements AnswerEvent {}

    /// What an opened block holds.
    sealed interface Block {
        record TextBlock() implements Block {}

        record ThinkingBlock() implements Block {}

        record RedactedThinkingBlock(String data) implements Block {}

        record ToolCallBlock(String id, String name) implements Block {}

        record RefusalBlock() implements Block {}
    }
}
