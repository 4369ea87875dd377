package llmrouter.gateway;

import java.util.List;

import llmrouter.http.HeaderMap;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;

/// What an [Exchange] wants done next. Whoever interprets it does exactly that and answers with one event.
///
/// Waiting is part of the action: after `Call`, `Collect`, `Relay` and `Await` the interpreter waits up to `waitMs` for the next
/// event of the upstream call (`answered`, `body`, `chunk`, `ended`, `failed`) and reports `elapsed` if none came.
public sealed interface Action {

    /// Ask the shared state who takes the next attempt; answer with `told`.
    record Consult(PickRequest question) implements Action {}

    /// Send this request upstream; a call that is still open is cancelled first.
    record Call(UpstreamRequest request, long waitMs) implements Action {}

    /// Gather the whole upstream body; answer with `body`.
    ///
    /// @param verbatim one character per byte, so that it can be passed on unchanged; else UTF-8
    /// @param cut      whether a longer body is cut at the limit; else it is a failure
    /// @param limit    bytes, at most
    record Collect(boolean verbatim, boolean cut, int limit, long waitMs) implements Action {}

    /// Take the upstream body piece by piece as `chunk`s, from now on.
    record Stream(boolean verbatim, long waitMs) implements Action {}

    /// Write to the client's stream and flush.
    ///
    /// @param open     the answer's fields if this is the first write (status 200), else null
    /// @param text     may be empty when only the head is to go out
    /// @param verbatim whether the text is one byte per character; else UTF-8
    record Relay(HeaderMap open, String text, boolean verbatim, long waitMs) implements Action {}

    /// Only wait.
    record Await(long waitMs) implements Action {}

    /// Cancel what is left of the upstream call, wait, then report `elapsed`.
    record Pause(long waitMs) implements Action {}

    /// The whole answer to the client; then ask for `sent`.
    record Reply(int status, HeaderMap headers, String body, boolean verbatim) implements Action {}

    /// The last piece of the client's stream, which ends cleanly; then ask for `sent`.
    record Close(HeaderMap open, String text, boolean verbatim) implements Action {}

    /// Tell the shared state what came of attempts, in order; answer with `reported`.
    record Report(List<Outcome> outcomes) implements Action {}

    /// Nothing is left to do.
    record Finish(Summary summary) implements Action {}
}
