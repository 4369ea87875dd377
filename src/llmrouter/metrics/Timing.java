package llmrouter.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// A histogram of durations. Thread-safe.
final class Timing {
    /// Upper bounds in milliseconds, from the answer of a cache to a long generation; few, because each is a series.
    private static final long[] BOUNDS_MS = {50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000};

    private final LongAdder[] buckets = new LongAdder[BOUNDS_MS.length + 1];
    private final LongAdder sumMs = new LongAdder();

    Timing() {
        Arrays.setAll(buckets, _ -> new LongAdder());
    }

    void took(long ms) {
        int i = Arrays.binarySearch(BOUNDS_MS, ms);
        buckets[i < 0 ? -i - 1 : i].increment(); // a bound belongs to its own bucket
        sumMs.add(ms);
    }

    long count() {
        return Arrays.stream(buckets).mapToLong(LongAdder::sum).sum();
    }

    long sumMs() {
        return sumMs.sum();
    }

    /// The count is taken from the last bucket, so that both agree while other threads count.
    void write(Exposition out, String[] labels) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "le";
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            all[labels.length + 1] = i == BOUNDS_MS.length ? "+Inf" : seconds(BOUNDS_MS[i]);
            out.sample("_bucket", Long.toString(count), all);
        }
        out.sample("_sum", seconds(sumMs.sum()), labels);
        out.sample("_count", Long.toString(count), labels);
    }

    private static String seconds(long ms) {
        return Double.toString(ms / 1000.0);
    }
}
