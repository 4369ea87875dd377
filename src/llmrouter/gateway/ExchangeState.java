package llmrouter.gateway;

import java.util.Set;

import static llmrouter.gateway.ExchangeState.Event.ABANDONED;
import static llmrouter.gateway.ExchangeState.Event.ANSWERED;
import static llmrouter.gateway.ExchangeState.Event.BODY;
import static llmrouter.gateway.ExchangeState.Event.CHUNK;
import static llmrouter.gateway.ExchangeState.Event.CRASHED;
import static llmrouter.gateway.ExchangeState.Event.ELAPSED;
import static llmrouter.gateway.ExchangeState.Event.ENDED;
import static llmrouter.gateway.ExchangeState.Event.FAILED;
import static llmrouter.gateway.ExchangeState.Event.PICKED;
import static llmrouter.gateway.ExchangeState.Event.REPORTED;
import static llmrouter.gateway.ExchangeState.Event.SENT;
import static llmrouter.gateway.ExchangeState.Event.START;

/// The states of an [Exchange], and the table of the events that belong to each. The diagram is in [Exchange].
///
/// While the shared state is being asked or informed, a client's disconnect waits for the answer: a reservation would
/// be lost otherwise. A crash can be reported in every state, because any step can fail.
enum ExchangeState {
    /// Nothing has happened yet.
    NEW(START, CRASHED),
    /// The shared state is choosing a candidate.
    CHOOSING(PICKED, CRASHED),
    /// The shared state takes a report; the exchange goes on afterwards.
    REPORTING(REPORTED, CRASHED),
    /// The request is on its way to the provider.
    CALLING(ANSWERED, FAILED, ELAPSED, ABANDONED, CRASHED),
    /// The provider answered with an error, whose body is being read.
    REFUSED(BODY, FAILED, ELAPSED, ABANDONED, CRASHED),
    /// A whole answer is being read.
    ANSWERING(BODY, FAILED, ELAPSED, ABANDONED, CRASHED),
    /// A stream is being read that has brought no content yet: the client has none of it, and another candidate may
    /// still take the request.
    STREAMING(CHUNK, ENDED, FAILED, ELAPSED, ABANDONED, CRASHED),
    /// The stream has brought content and goes to the client; no other candidate can take the request.
    COMMITTED(CHUNK, ENDED, FAILED, ELAPSED, ABANDONED, CRASHED),
    /// The pause before a retry.
    PAUSING(ELAPSED, ABANDONED, CRASHED),
    /// How the exchange ends is decided. The shared state takes a report before the client gets its last piece, or
    /// after it.
    CONCLUDING(REPORTED, CRASHED),
    /// The client is sent its last piece.
    REPLYING(SENT, ABANDONED, CRASHED),
    /// Nothing is left to do.
    FINISHED(CRASHED);

    /// What can happen to an exchange: its public methods.
    enum Event {
        START("start"),
        PICKED("picked"),
        REPORTED("reported"),
        ANSWERED("answered"),
        BODY("body"),
        CHUNK("chunk"),
        ENDED("ended"),
        FAILED("failed"),
        ELAPSED("elapsed"),
        SENT("sent"),
        ABANDONED("abandoned"),
        CRASHED("crashed");

        private final String method;

        Event(String method) {
            this.method = method;
        }
    }

    private final Set<Event> events;

    ExchangeState(Event... events) {
        this.events = Set.of(events);
    }

    /// @throws IllegalStateException the event does not belong to this state: its interpreter is at fault
    void expect(Event event) {
        if (!events.contains(event)) {
            throw new IllegalStateException("the event '" + event.method + "' does not belong to the state " + this);
        }
    }

    /// Whether an upstream call is open.
    boolean calling() {
        return events.contains(FAILED);
    }

    /// Whether a stream is being read.
    boolean streaming() {
        return events.contains(CHUNK);
    }

    /// Whether the exchange's end is decided, so that nothing can change it any more.
    boolean decided() {
        return this == CONCLUDING || this == REPLYING || this == FINISHED;
    }
}
