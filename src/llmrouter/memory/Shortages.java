package llmrouter.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What the gateway has refused or cut because it had no room, so that an operator learns of an attack or of a heap
/// that is too small. Each kind is counted, and said at most once a minute. Thread-safe.
public final class Shortages {
    private static final long SAID_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);

    private final LongAdder[] counts = new LongAdder[Kind.values().length];
    /// When each kind was said, of the clock; 0 if never.
    private final AtomicLong[] said = new AtomicLong[counts.length];
    private final AtomicLong[] saidCounts = new AtomicLong[counts.length];
    private final Consumer<String> sink;
    private final LongSupplier nanos;

    /// What was refused or cut.
    public enum Kind {
        HEAD("head", "requests whose header did not come at once were cut for newcomers"),
        UPLOAD("upload", "uploads without progress were given up for other requests"),
        REQUEST("request", "requests were refused because too many were served"),
        BODY("body", "requests were refused because the memory for request bodies was in use"),
        ANSWER("answer", "answers were given up because the memory for answers was in use");

        private final String word;
        private final String sentence;

        Kind(String word, String sentence) {
            this.word = word;
            this.sentence = sentence;
        }

        /// The name in metrics.
        public String word() {
            return word;
        }
    }

    /// @param sink gets a line at a time, from any thread
    public Shortages(Consumer<String> sink) {
        this(sink, System::nanoTime);
    }

    /// @param nanos a steady clock
    Shortages(Consumer<String> sink, LongSupplier nanos) {
        this.sink = sink;
        this.nanos = nanos;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
            said[i] = new AtomicLong();
            saidCounts[i] = new AtomicLong();
        }
    }

    /// How many of a kind there were.
    public long count(Kind kind) {
        return counts[kind.ordinal()].sum();
    }

    /// It has happened so many times. The caller holds no lock, since a line may be written.
    public void happened(Kind kind, int times) {
        int i = kind.ordinal();
        counts[i].add(times);
        long last = said[i].get();
        long now = nanos.getAsLong() | 1; // never 0
        if (last != 0 && now - last < SAID_AGAIN_NS || !said[i].compareAndSet(last, now)) return;
        long count = counts[i].sum();
        long more = count - saidCounts[i].getAndSet(count);
        sink.accept("no room: " + more + " " + kind.sentence + (last == 0 ? "" : " since this was last said")
            + "; more are only counted for a minute (llmrouter_no_room_total{of=\"" + kind.word + "\"})");
    }
}
