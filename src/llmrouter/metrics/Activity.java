package llmrouter.metrics;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import llmrouter.gateway.Summary;
import llmrouter.json.Json;

/// The last hour, minute by minute, and the last requests. The minutes are slots of a ring, and each is overwritten an
/// hour later, so the use of memory does not grow. Thread-safe; the lock is held for a few additions.
public final class Activity {
    static final int MINUTES = 60;
    static final int LAST = 50;
    private static final long MINUTE_MS = 60_000;

    /// Upper bounds of the classes in which times are counted, in milliseconds: four for each doubling, from 10 ms to
    /// over two minutes, so that an estimate is wrong by at most a fifth. One more class holds longer times.
    private static final long[] BOUNDS = new long[56];

    static {
        for (int i = 0; i < BOUNDS.length; i++) BOUNDS[i] = Math.round(10 * Math.pow(2, i / 4.0));
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Slot[] ring = new Slot[MINUTES];
    private final ArrayDeque<Json.Obj> last = new ArrayDeque<>(LAST);

    /// The 60 minutes up to now.
    ///
    /// @param at         now, in milliseconds since 1970
    /// @param minutes    the oldest first; the last one is not over yet
    /// @param firstToken time to first token of all their streams, or null if there were none
    public record Hour(long at, List<Minute> minutes, Spread firstToken) {}

    /// Requests that ended in one minute.
    ///
    /// @param failures   requests that ended with an error or in the middle of the answer; a client's disconnect is no
    /// failure
    /// @param input      prompt tokens, cached or not
    /// @param output     answer tokens
    /// @param firstToken time to first token of its streams, or null if there were none
    public record Minute(long requests, long failures, long input, long output, Spread firstToken) {}

    /// A distribution of times, in milliseconds.
    ///
    /// @param median half of the times are at most this
    /// @param p95    19 of 20 times are at most this
    public record Spread(long median, long p95) {
        private static Spread of(int[] counts) {
            long all = Arrays.stream(counts).asLongStream().sum();
            return all == 0 ? null : new Spread(quantile(counts, all * 0.5), quantile(counts, all * 0.95));
        }

        /// Assumes that the times of a class are spread evenly between its bounds.
        private static long quantile(int[] counts, double rank) {
            int i = 0;
            while (rank > counts[i]) rank -= counts[i++];
            if (i == BOUNDS.length) return BOUNDS[i - 1];
            long from = i == 0 ? 0 : BOUNDS[i - 1];
            return Math.round(from + (BOUNDS[i] - from) * rank / counts[i]);
        }
    }

    private static final class Slot {
        private final long minute;
        private long requests;
        private long failures;
        private long input;
        private long output;
        private final int[] firstTokens = new int[BOUNDS.length + 1];

        Slot(long minute) {
            this.minute = minute;
        }

        void add(Summary s) {
            requests++;
            if (s.end().failed()) failures++;
            if (s.usage() != null) {
                input += s.usage().prompt();
                output += s.usage().output();
            }
            if (s.took().firstEventMs() >= 0) firstTokens[classOf(s.took().firstEventMs())]++;
        }

        private static int classOf(long ms) {
            int at = Arrays.binarySearch(BOUNDS, ms);
            return at >= 0 ? at : -at - 1;
        }
    }

    public Activity(Clock clock) {
        this.clock = clock;
    }

    /// Counts a request that has ended.
    ///
    /// @param record the request as the request log has it, without prompt and answer; not changed afterwards
    public void ended(Summary s, Json.Obj record) {
        long minute = clock.millis() / MINUTE_MS;
        int at = (int) (minute % MINUTES);
        lock.lock();
        try {
            if (ring[at] == null || ring[at].minute != minute) ring[at] = new Slot(minute);
            ring[at].add(s);
            if (last.size() == LAST) last.removeLast();
            last.addFirst(record);
        } finally {
            lock.unlock();
        }
    }

    /// The last requests, the latest first.
    public List<Json.Obj> last() {
        lock.lock();
        try {
            return List.copyOf(last);
        } finally {
            lock.unlock();
        }
    }

    /// The figures of the last hour.
    public Hour hour() {
        long now = clock.millis();
        var minutes = new ArrayList<Minute>(MINUTES);
        var all = new int[BOUNDS.length + 1];
        lock.lock();
        try {
            for (long m = now / MINUTE_MS - MINUTES + 1; m <= now / MINUTE_MS; m++) {
                Slot slot = ring[(int) (m % MINUTES)];
                if (slot == null || slot.minute != m) slot = new Slot(m);
                for (int i = 0; i < all.length; i++) all[i] += slot.firstTokens[i];
                minutes.add(new Minute(slot.requests, slot.failures, slot.input, slot.output,
                    Spread.of(slot.firstTokens)));
            }
        } finally {
            lock.unlock();
        }
        return new Hour(now, minutes, Spread.of(all));
    }
}
