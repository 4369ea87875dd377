package llmrouter.metrics;

import java.util.Locale;

import llmrouter.admission.Endpoint;
import llmrouter.gateway.Summary;

/// The measurements of one request. Not thread-safe; the request's thread closes it.
public final class Trace implements AutoCloseable {
    private final Meters meters;
    private final Endpoint endpoint;
    private final Flight flight;
    private boolean streaming;

    /// @param flight or null while nothing is recorded
    Trace(Meters meters, Endpoint endpoint, Flight flight) {
        this.meters = meters;
        this.endpoint = endpoint;
        this.flight = flight;
    }

    static String word(Endpoint endpoint) {
        return endpoint.name().toLowerCase(Locale.ROOT);
    }

    /// A candidate is being called.
    ///
    /// @param before attempts that were over by then
    public void called(int before) {
        if (flight != null) flight.called(before);
    }

    /// The call is over, if there was one.
    public void callOver() {
        if (flight != null) flight.callOver();
    }

    /// The head of a stream has gone to the client.
    public void streamOpened() {
        streaming = true;
        meters.streaming();
        if (flight != null) flight.streamOpened();
    }

    /// The request has ended; before [#close].
    ///
    /// @param bytes of the answer's body
    public void ended(Summary s, long bytes) {
        meters.ended(endpoint, s);
        if (flight != null) flight.ended(word(endpoint), s, bytes);
    }

    @Override
    public void close() {
        meters.over(streaming);
    }
}
