package llmrouter.tui;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import llmrouter.text.Printable;
import llmrouter.tui.terminal.Columns;

/// Progress as one line of a terminal that is drawn anew.
final class BarProgress implements Dialog.Progress {
    /// More often, a terminal at the other end of a slow line could not keep up.
    private static final long BETWEEN_MS = 100;

    private final String title;
    private final PrintStream out;
    private final IntSupplier columns;
    private final LongSupplier nanos;
    private final long began;
    private ProgressWords last;
    private long drawnMs;
    private boolean closed;

    BarProgress(String title, PrintStream out, IntSupplier columns, LongSupplier nanos) {
        this.title = title;
        this.out = out;
        this.columns = columns;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.last = new ProgressWords(0, 0, "");
        draw();
    }

    @Override
    public synchronized void at(int done, int total, String now) {
        last = new ProgressWords(done, total, now);
        if (!closed && tookMs() - drawnMs >= BETWEEN_MS) draw();
    }

    private long tookMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - began);
    }

    private void draw() {
        drawnMs = tookMs();
        String words = last.bar(drawnMs);
        String line = title + (words.isEmpty() ? " …" : "  " + words);
        out.print("\r" + Columns.cut(Printable.of(line), columns.getAsInt() - 1) + "\u001b[K");
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        draw();
        closed = true;
        out.print("\r\n");
        out.flush();
    }
}
