package llmrouter.cli;

import java.util.concurrent.CountDownLatch;

/// How the outside asks a long command to end, and learns that it has. A command that never waits for the signal is not asked: it is
/// simply cut.
public final class StopSignal {
    /// What a shell reports for a program that Ctrl-C ended.
    private static final int INTERRUPTED = 130;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean awaited;
    private volatile int exitCode = INTERRUPTED;

    /// Holds the running command until it is asked to end. What it does then still counts for its exit code.
    void await() throws InterruptedException {
        awaited = true;
        requested.await();
    }

    /// Whether a command is waiting to be asked.
    boolean isAwaited() {
        return awaited;
    }

    /// Asks the command to end and returns its exit code when it has.
    public int request() throws InterruptedException {
        requested.countDown();
        if (awaited) finished.await();
        return exitCode;
    }

    /// The command is over. Returns the code.
    public int finish(int code) {
        exitCode = code;
        finished.countDown();
        return code;
    }
}
