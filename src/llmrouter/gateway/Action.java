package llmrouter.gateway;

import java.util.List;

import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;

/// What an [Exchange] wants done next. The interpreter does exactly that and answers with one event.
///
/// Waiting is part of the action: after `Call`, `Collect`, `Stream`, `Relay` and `Await` the interpreter waits up to
/// `waitMs` for the next event of the upstream call (`answered`, `body`, `chunk`, `ended`, `failed`) and reports
/// `elapsed` if none came.
public sealed interface Action {

    /// Ask the shared state which candidate takes the next attempt; answer with `picked`.
    record Consult(PickRequest request) implements Action {}

    /// Send this request to the provider; a call that is still open is cancelled first.
    record Call(UpstreamRequest request, long waitMs) implements Action {}

    /// Gather the whole upstream body; answer with `body`.
    ///
    /// @param verbatim whether the body is passed on unchanged and so is gathered as one character per byte; else it is
    ///                 UTF-8
    /// @param cut      whether a longer body is cut at the limit; else it is a failure
    /// @param limit    bytes, at most
    record Collect(boolean verbatim, boolean cut, int limit, long waitMs) implements Action {}

    /// From now on report each piece of the upstream body as a `chunk`.
    ///
    /// @param verbatim whether the pieces are one character per byte; else they are UTF-8
    record Stream(boolean verbatim, long waitMs) implements Action {}

    /// Write to the client's stream and flush.
    ///
    /// @param open     the answer's headers if this is the first write (status 200), else null
    /// @param text     may be empty when only the head is to be sent
    /// @param verbatim whether the text is one character per byte; else it is written as UTF-8
    record Relay(HeaderMap open, String text, boolean verbatim, long waitMs) implements Action {}

    /// Only wait.
    record Await(long waitMs) implements Action {}

    /// Cancel what is left of the upstream call, wait, then report `elapsed`.
    record Pause(long waitMs) implements Action {}

    /// Send the whole answer to the client; then report `sent`.
    record Reply(int status, HeaderMap headers, String body, boolean verbatim) implements Action {}

    /// Send the last piece of the client's stream and end it cleanly; then report `sent`.
    record Close(HeaderMap open, String text, boolean verbatim) implements Action {}

    /// Inform the shared state of what came of attempts, in order; answer with `reported`.
    record Report(List<Outcome> outcomes) implements Action {}

    /// Nothing is left to do.
    record Finish(Summary summary) implements Action {}
}
