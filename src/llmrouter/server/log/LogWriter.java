package llmrouter.server.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import llmrouter.files.FileError;
import llmrouter.files.RollingLog;
import llmrouter.threads.Rounds;

/// Writes lines to a log file on a thread of its own, so that no request waits for the disk. Lines that the disk does
/// not accept in time are dropped, counted and reported: to the operator at once, and in the log when it can be
/// written again. Thread-safe.
///
/// The first line of a batch waits [#GATHERING_MS] for others before the file is opened. To wake the thread and to open
/// the file for each request would cost more than to make the lines.
public final class LogWriter implements AutoCloseable {
    /// So many characters may wait to be written: memory stays bounded if the disk is slow.
    private static final int CAPACITY = 4 << 20;
    private static final long LAST_WRITE_MS = 3_000;
    /// No reader of the log notices the delay, and a process that is killed loses no more than this.
    private static final long GATHERING_MS = 100;

    private final RollingLog file;
    private final Consumer<String> say;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition begun = lock.newCondition();
    private final Condition ending = lock.newCondition();
    private final Thread thread;
    private StringBuilder waiting = new StringBuilder();
    private long waitingLines;
    private long written;
    private long dropped;
    private long reported;
    private String trouble;
    private boolean closed;

    /// The state of the log.
    ///
    /// @param written lines
    /// @param dropped lines
    /// @param trouble why the log cannot be written, or null
    public record LogState(String path, long written, long dropped, String trouble) {}

    LogWriter(RollingLog file, Consumer<String> say) {
        this(file, say, CAPACITY);
    }

    LogWriter(RollingLog file, Consumer<String> say, int capacity) {
        this.file = file;
        this.say = say;
        this.capacity = capacity;
        this.thread = Thread.ofPlatform().daemon().name("request-log")
            .start(() -> Rounds.repeat(this::isOver, this::round));
    }

    /// Adds a line, given without its line end, to be written soon.
    void write(String line) {
        boolean first = false;
        lock.lock();
        try {
            if (closed || waiting.length() + line.length() >= capacity) {
                first = dropped++ == reported;
            } else {
                waiting.append(line).append('\n');
                if (waitingLines++ == 0) begun.signal();
            }
        } finally {
            lock.unlock();
        }
        if (first) say.accept("request log: " + file.path() + " cannot be written fast enough; lines are dropped");
    }

    LogState state() {
        lock.lock();
        try {
            return new LogState(file.path().toString(), written, dropped, trouble);
        } finally {
            lock.unlock();
        }
    }

    private void round() {
        String lines;
        long count;
        long missing;
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) begun.awaitUninterruptibly();
            gather();
            lines = waiting.toString();
            count = waitingLines;
            waiting = new StringBuilder();
            waitingLines = 0;
            missing = dropped - reported;
            reported = dropped;
        } catch (OutOfMemoryError e) {
            dropped += waitingLines;
            waitingLines = 0;
            waiting.setLength(0);
            throw e;
        } finally {
            lock.unlock();
        }
        if (count > 0) store(lines, count, missing);
    }

    /// Waits for more lines; not if the log ends.
    private void gather() {
        long left = TimeUnit.MILLISECONDS.toNanos(GATHERING_MS);
        try {
            while (left > 0 && !closed) left = ending.awaitNanos(left);
        } catch (InterruptedException _) {
            // what is there is written at once
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void store(String lines, long count, long missing) {
        String problem = null;
        boolean full = false;
        try {
            full = file.append(missing == 0 ? lines : lines + "{\"dropped\":" + missing + "}\n");
        } catch (IOException e) {
            problem = FileError.words(e);
        } catch (OutOfMemoryError _) {
            problem = "there is no memory for it";
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
                reported -= missing;
            }
        } finally {
            lock.unlock();
        }
        if (problem != null && before == null) {
            say.accept("request log: " + file.path() + " cannot be written (" + problem
                + "); requests are served but not logged");
        }
        if (problem == null && missing > 0) {
            say.accept("request log: " + missing + " lines were dropped; the log is written again now");
        }
        if (full) roll();
    }

    private void roll() {
        try {
            file.roll();
        } catch (IOException e) {
            say.accept("request log: " + file.path() + " is full and cannot be rotated (" + FileError.words(e)
                + "); it keeps growing");
        }
    }

    /// Writes the waiting lines, if the disk accepts them within a few seconds.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            begun.signal();
            ending.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(Duration.ofMillis(LAST_WRITE_MS))) {
                say.accept("request log: the last lines could not be written in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
