package llmrouter.metrics;

import java.util.ArrayList;
import java.util.List;

import llmrouter.gateway.Summary;

/// One request's events for the JDK's flight recorder. Not thread-safe.
///
/// The first event of a process costs a third of a second, because it starts the recorder. So this class is not used
/// before a user has started a recording; then the recorder runs already.
final class Flight {
    private final RequestEvent request = new RequestEvent();
    private final List<AttemptEvent> attempts = new ArrayList<>();
    private AttemptEvent running;
    private StreamEvent stream;

    Flight() {
        request.begin();
    }

    void called(int before) {
        callOver();
        running = new AttemptEvent(before);
        attempts.add(running);
        running.begin();
    }

    void callOver() {
        if (running != null) running.end();
        running = null;
    }

    void streamOpened() {
        stream = new StreamEvent();
        stream.begin();
    }

    /// The value that a recording shows as not known, for times below 0.
    static long orUnknown(long ms) {
        return ms < 0 ? Long.MIN_VALUE : ms;
    }

    void ended(String endpoint, Summary s, long bytes) {
        request.end();
        callOver();
        for (AttemptEvent event : attempts) {
            if (event.before < s.attempts().size() && event.shouldCommit()) {
                event.record(s.requestId(), s.attempts().get(event.before));
            }
        }
        if (stream != null) {
            stream.end();
            if (stream.shouldCommit()) stream.record(s, bytes);
        }
        if (request.shouldCommit()) request.record(endpoint, s, bytes);
    }
}
