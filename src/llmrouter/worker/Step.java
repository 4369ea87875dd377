package llmrouter.worker;

import java.util.List;

import llmrouter.gateway.Action;

/// What the shim does next for a request. It answers each step with one event of [HostedRequest].
public sealed interface Step {
    /// Read the request's body as strict UTF-8; answer with `body`, or with why that failed.
    ///
    /// @param codings to be undone, the last first: `gzip`, `deflate` or `zstd`
    /// @param limit   bytes of the decoded body, at most
    record ReadBody(List<String> codings, int limit) implements Step {}

    /// Ask the shared state and wait for its answer: `stateAnswered` or `stateFailed`.
    record AskState(String message) implements Step {}

    /// Inform the shared state without waiting for it; answer with `told` at once.
    record TellState(String message) implements Step {}

    /// Perform an action of the exchange. It is never a `Consult`, `Report` or `Finish`.
    record Perform(Action action) implements Step {}

    /// The request is over.
    ///
    /// @param line for the log; empty if nothing is logged
    record Done(String line) implements Step {}
}
