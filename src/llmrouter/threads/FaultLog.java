package llmrouter.threads;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import llmrouter.text.Printable;

/// Lines about faults of the gateway itself. The first fault of a kind is shown with its stack trace. The ones that
/// follow within a minute are counted, and the count is said with the next report after that minute. Faults are of one
/// kind if they have the same class and came from the same place. Thread-safe.
public final class FaultLog {
    private static final long SHOWN_AGAIN_NS = TimeUnit.MINUTES.toNanos(1);
    /// Of each fault, and of each of its causes. A stack that has overflown has a thousand frames.
    private static final int FRAMES = 30;
    private static final int CAUSES = 4;
    private static final int KINDS = 100;
    private static final int WORDS = 300;

    private final Consumer<String> sink;
    private final LongSupplier nanos;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        private final long shownAt;
        private int repeated;

        Kind(long shownAt) {
            this.shownAt = shownAt;
        }
    }

    /// @param sink gets texts of several lines
    public FaultLog(Consumer<String> sink) {
        this(sink, System::nanoTime);
    }

    /// @param nanos a steady clock
    FaultLog(Consumer<String> sink, LongSupplier nanos) {
        this.sink = sink;
        this.nanos = nanos;
    }

    /// @param where the request or the thread
    public void report(String where, Throwable fault) {
        String kind = kind(fault);
        boolean shown;
        synchronized (this) {
            long now = nanos.getAsLong();
            sayCounts(now);
            Kind known = kinds.get(kind);
            shown = known == null && kinds.size() < KINDS;
            if (known != null) known.repeated++;
            else if (shown) kinds.put(kind, new Kind(now));
        }
        if (shown) sink.accept(text(where, fault));
    }

    /// Says what is counted.
    public synchronized void close() {
        sayCounts(nanos.getAsLong() + SHOWN_AGAIN_NS);
    }

    private void sayCounts(long now) {
        for (Iterator<Map.Entry<String, Kind>> all = kinds.entrySet().iterator(); all.hasNext();) {
            Map.Entry<String, Kind> one = all.next();
            if (now - one.getValue().shownAt < SHOWN_AGAIN_NS) continue;
            all.remove();
            int more = one.getValue().repeated;
            if (more > 0) sink.accept("and " + more + " more internal errors like " + one.getKey());
        }
    }

    private static String kind(Throwable fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        String name = fault.getClass().getName();
        return stack.length == 0 ? name : name + " at " + stack[0];
    }

    private static String text(String where, Throwable fault) {
        var text = new StringBuilder(where).append(" internal error: ").append(words(fault));
        Throwable shown = fault;
        for (int i = 0; i < CAUSES; i++) {
            stack(shown.getStackTrace(), text);
            shown = shown.getCause();
            if (shown == null) break;
            text.append("\n  caused by ").append(words(shown));
        }
        return text.toString();
    }

    private static void stack(StackTraceElement[] stack, StringBuilder text) {
        int most = Math.min(FRAMES, stack.length);
        for (int i = 0; i < most; i++) text.append("\n    at ").append(stack[i]);
        if (stack.length > most) text.append("\n    and ").append(stack.length - most).append(" more");
    }

    private static String words(Throwable fault) {
        return Printable.of(fault.toString(), WORDS);
    }
}
