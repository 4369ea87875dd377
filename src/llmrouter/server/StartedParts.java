package llmrouter.server;

import java.util.ArrayDeque;
import java.util.Deque;

import llmrouter.threads.NewThreads;
import llmrouter.threads.OwnFaults;
import llmrouter.threads.VitalThreads;

/// What a gateway that starts has opened until now. If the start fails, whatever the reason, all of it is closed, the
/// last one first: a process must not keep a port at which it does not answer. One start, one owner.
final class StartedParts implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final NewThreads threads = NewThreads.fromNowOn();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Looks after the threads of all JDK servers that have been started since the beginning.
    ///
    /// @param servers how many
    VitalThreads watched(int servers, VitalThreads.Check check, VitalThreads.Lost lost) {
        return add(new VitalThreads(threads.named(VitalThreads.ACCEPTING, servers),
            threads.named(VitalThreads.CLOSING_IDLE, servers), check, lost));
    }

    /// The start has not failed.
    void keep() {
        parts.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception | Error e) {
                OwnFaults.report(e); // the other parts must be closed all the same
            }
        }
    }
}
