package llmrouter.probe;

import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps a probe within its requests per minute. A sixth of them may go at once, so that a short probe needs no pause;
/// in any minute there are no more than allowed. One probe, one owner.
final class ProbePace {
    private static final int PARTS = 6;
    private static final long PART_MS = 60_000 / PARTS;

    private final int atOnce;
    private final long windowMs;
    private final Deque<Long> sent = new ArrayDeque<>();

    ProbePace(ProbeLimits limits) {
        atOnce = Math.max(1, limits.requestsPerMinute() / PARTS);
        windowMs = atOnce == 1 ? limits.intervalMs() : PART_MS;
    }

    /// How long the next request must wait, in milliseconds.
    long waitMs(long nowMs) {
        return sent.size() < atOnce ? 0 : Math.max(0, sent.getFirst() + windowMs - nowMs);
    }

    /// A request is sent now.
    void took(long nowMs) {
        if (sent.size() == atOnce) sent.removeFirst();
        sent.addLast(nowMs);
    }
}
