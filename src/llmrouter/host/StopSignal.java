package llmrouter.host;

import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

import llmrouter.service.OsSignals;

/// How the outside asks a long command to end, and learns that it has. A command that never waits for the signal is not asked: it is
/// simply cut.
public final class StopSignal {
    /// What a shell reports for a program that Ctrl-C ended.
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final IntConsumer cut;
    private volatile boolean expected;
    private volatile boolean awaited;
    private volatile int exitCode = INTERRUPTED;

    /// Of a command whose process takes no signals for it.
    public StopSignal() {
        this(null);
    }

    private StopSignal(IntConsumer cut) {
        this.cut = cut;
    }

    /// Of the command that the process is for: the first SIGINT or SIGTERM asks it to end, another one ends the process.
    ///
    /// @param cut ends the process at once with this exit code
    public static StopSignal ofProcess(IntConsumer cut) {
        return new StopSignal(cut);
    }

    /// From now on the command is asked rather than cut: it will wait for that.
    void expect() {
        expected = true;
        if (cut == null) return;
        OsSignals.on("INT", () -> signalled(INTERRUPTED));
        OsSignals.on("TERM", () -> signalled(TERMINATED));
    }

    /// Holds the running command until it is asked to end. What it does then still counts for its exit code.
    ///
    /// @return whether it should end for another gateway to take over, rather than because it was told to stop
    public boolean await() throws InterruptedException {
        if (!expected) expect();
        awaited = true;
        ending.await();
        return requested.getCount() > 0;
    }

    /// Does something whenever the process is hung up (SIGHUP), where there is such a signal.
    void onHangup(Runnable action) {
        if (cut != null) OsSignals.on("HUP", action);
    }

    private void signalled(int code) {
        if (requested.getCount() == 0) cut.accept(code);
        else stop();
    }

    /// Asks the command to end.
    void stop() {
        requested.countDown();
        ending.countDown();
    }

    /// Asks the command to end because another gateway takes over.
    /// @return false if it is ending already
    synchronized boolean handOver() {
        if (ending.getCount() == 0) return false;
        ending.countDown();
        return true;
    }

    /// Waits until the command is asked to stop, whether or not it is handing over.
    void awaitStop() throws InterruptedException {
        requested.await();
    }

    /// Whether a command is waiting to be asked.
    public boolean isAwaited() {
        return awaited;
    }

    /// Asks the command to end and returns its exit code when it has.
    public int request() throws InterruptedException {
        stop();
        if (expected) finished.await();
        return exitCode;
    }

    /// The command is over. Returns the code.
    public int finish(int code) {
        exitCode = code;
        finished.countDown();
        return code;
    }
}
