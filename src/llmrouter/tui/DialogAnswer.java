package llmrouter.tui;

/// What a person did with a question.
public sealed interface DialogAnswer<T> {
    /// The answer.
    record Given<T>(T value) implements DialogAnswer<T> {}

    /// The person wants to see the question before this one again. At the first question it means [Quit].
    record Back<T>() implements DialogAnswer<T> {}

    /// The person wants to leave what is going on: Esc, `q`, Ctrl-C, or the end of the input. Nothing is to be changed.
    record Quit<T>() implements DialogAnswer<T> {}
}
