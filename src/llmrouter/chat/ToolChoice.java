package llmrouter.chat;

/// Which tools the model may or must call.
public sealed interface ToolChoice {
    record AutoChoice() implements ToolChoice {}

    record NoneChoice() implements ToolChoice {}

    /// Some tool must be called.
    record AnyChoice() implements ToolChoice {}

    record NamedChoice(String name) implements ToolChoice {}
}
