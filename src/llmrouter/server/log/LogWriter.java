package llmrouter.server.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import llmrouter.files.RollingLog;

/// Writes lines to a log on a thread of its own, so that no request waits for the disk. What the disk cannot take in time is dropped,
/// counted, and said: to the operator at once, in the log when it can be written again. Thread-safe.
public final class LogWriter implements AutoCloseable {
    /// Lines waiting, in characters: memory is bounded whatever the disk does.
    private static final int ROOM = 4 << 20;
    private static final long LAST_WRITE_MS = 3_000;

    private final RollingLog file;
    private final Consumer<String> say;
    private final int room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Thread thread;
    private StringBuilder waiting = new StringBuilder();
    private long waitingLines;
    private long written;
    private long dropped;
    private long told;
    private String trouble;
    private boolean closed;

    /// How the log does.
    ///
    /// @param trouble why it cannot be written, or null
    public record LogState(String path, long written, long dropped, String trouble) {}

    LogWriter(RollingLog file, Consumer<String> say) {
        this(file, say, ROOM);
    }

    LogWriter(RollingLog file, Consumer<String> say, int room) {
        this.file = file;
        this.say = say;
        this.room = room;
        this.thread = Thread.ofPlatform().daemon().name("request-log").start(this::run);
    }

    /// Takes a line, with its end, to be written soon.
    void write(String line) {
        boolean first = false;
        lock.lock();
        try {
            if (closed || waiting.length() + line.length() > room) {
                first = dropped++ == told;
            } else {
                waiting.append(line);
                waitingLines++;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
        if (first) say.accept("request log: " + file.path() + " is not written fast enough; lines are being dropped");
    }

    LogState state() {
        lock.lock();
        try {
            return new LogState(file.path().toString(), written, dropped, trouble);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            String lines;
            long count;
            long missing;
            lock.lock();
            try {
                while (waiting.isEmpty() && !closed) filled.awaitUninterruptibly();
                if (waiting.isEmpty()) return;
                lines = waiting.toString();
                count = waitingLines;
                waiting = new StringBuilder();
                waitingLines = 0;
                missing = dropped - told;
                told = dropped;
            } finally {
                lock.unlock();
            }
            store(missing == 0 ? lines : lines + "{\"dropped\":" + missing + "}\n", count, missing);
        }
    }

    private void store(String lines, long count, long missing) {
        String problem = null;
        boolean full = false;
        try {
            full = file.append(lines);
        } catch (IOException e) {
            problem = e.toString();
        }
        String before;
        lock.lock();
        try {
            before = trouble;
            trouble = problem;
            if (problem == null) {
                written += count;
            } else {
                dropped += count;
                told -= missing;
            }
        } finally {
            lock.unlock();
        }
        if (problem != null && before == null) say.accept("request log: " + file.path() + " cannot be written (" + problem + "); requests go on and are not logged");
        if (problem == null && missing > 0) say.accept("request log: " + missing + " lines were dropped; now it is written again");
        if (full) roll();
    }

    private void roll() {
        try {
            file.roll();
        } catch (IOException e) {
            say.accept("request log: " + file.path() + " is full and cannot be put away (" + e.getMessage() + "); it grows on");
        }
    }

    /// Writes what is waiting, if the disk takes it within a few seconds.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(Duration.ofMillis(LAST_WRITE_MS))) say.accept("request log: the last lines could not be written in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
