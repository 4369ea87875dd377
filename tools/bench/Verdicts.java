import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What clients saw: a count of each verdict, and how long the answers took. Thread-safe.
final class Verdicts {
    /// Four steps to each doubling of the time, from 0.1 ms on.
    private static final int STEPS = 4;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, String> examples = new ConcurrentHashMap<>();
    private final LongAdder[] times = new LongAdder[120];
    private final AtomicLong longest = new AtomicLong();
    private volatile long lastWhole = System.nanoTime();

    Verdicts() {
        for (int i = 0; i < times.length; i++) times[i] = new LongAdder();
    }

    /// A verdict may give details after a colon: one kind has one count, and its first details are kept.
    void add(String verdict) {
        int colon = verdict.indexOf(": ");
        String kind = colon < 0 ? verdict : verdict.substring(0, colon);
        counts.computeIfAbsent(kind, _ -> new LongAdder()).increment();
        examples.putIfAbsent(kind, verdict);
    }

    /// @param nanos from the request to the end of the answer
    void add(String verdict, long nanos) {
        add(verdict);
        if (!verdict.equals(Truth.WHOLE)) return;
        lastWhole = System.nanoTime();
        longest.accumulateAndGet(nanos, Math::max);
        double tenths = Math.max(1, nanos / 1e5);
        times[(int) Math.min(times.length - 1, STEPS * Math.log(tenths) / Math.log(2))].increment();
    }

    /// Seconds since the last whole answer.
    double sinceWhole() {
        return (System.nanoTime() - lastWhole) / 1e9;
    }

    /// Milliseconds within which this share of the whole answers was there, exact to a fifth.
    double milliseconds(double share) {
        long all = 0;
        for (var time : times) all += time.sum();
        long seen = 0;
        for (int i = 0; i < times.length; i++) {
            seen += times[i].sum();
            if (seen > 0 && seen >= share * all) return 0.1 * Math.pow(2, (i + 1.0) / STEPS);
        }
        return 0;
    }

    double longestMs() {
        return longest.get() / 1e6;
    }

    /// How often each kind of verdict came.
    Map<String, Long> table() {
        var table = new TreeMap<String, Long>();
        counts.forEach((kind, count) -> table.put(kind, count.sum()));
        return table;
    }

    /// The first verdict of a kind with its details.
    String example(String kind) {
        return examples.get(kind);
    }
}
