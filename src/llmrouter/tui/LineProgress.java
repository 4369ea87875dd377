package llmrouter.tui;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Progress as a line now and then: at the beginning, every few seconds, and at the end.
final class LineProgress implements Dialog.Progress {
    private static final long BETWEEN_MS = 5_000;

    private final String title;
    private final Consumer<String> say;
    private final LongSupplier nanos;
    private final long began;
    private ProgressWords last;
    private long saidMs;
    private boolean lastSaid;

    LineProgress(String title, Consumer<String> say, LongSupplier nanos) {
        this.title = title;
        this.say = say;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        say.accept(title + " …");
    }

    @Override
    public synchronized void at(int done, int total, String now) {
        last = new ProgressWords(done, total, now);
        long took = tookMs();
        lastSaid = took - saidMs >= BETWEEN_MS;
        if (!lastSaid) return;
        saidMs = took;
        say.accept(title + ": " + last.line(took));
    }

    private long tookMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
    }

    @Override
    public synchronized void close() {
        if (last != null && !lastSaid) say.accept(title + ": " + last.line(tookMs()));
        last = null;
    }
}
