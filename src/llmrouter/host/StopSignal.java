package llmrouter.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import llmrouter.service.OsSignals;
import llmrouter.threads.ForcedExit;

/// Asks a command that runs until it is stopped to end, and waits for its exit code. A command that does not wait for
/// the signal cannot be asked: its process is ended at once. Thread-safe.
public final class StopSignal {
    /// The exit codes that a shell reports for a program that SIGINT or SIGTERM ended: 128 and the signal's number.
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final IntConsumer halt;
    private final BiConsumer<String, Runnable> signals;
    private final List<Runnable> last = new CopyOnWriteArrayList<>();
    private final AtomicReference<Runnable> second = new AtomicReference<>(() -> {});
    private volatile boolean expected;
    private volatile boolean awaited;
    private volatile boolean terminated;
    private volatile int exitCode = INTERRUPTED;

    /// For a command in a process that does not handle signals for it, as in a test.
    public StopSignal() {
        this(null, (_, _) -> {});
    }

    /// @param halt    ends the process at once with this exit code; null where the command has no process of its own
    /// @param signals runs an action at each signal with this name
    StopSignal(IntConsumer halt, BiConsumer<String, Runnable> signals) {
        this.halt = halt;
        this.signals = signals;
    }

    /// For a command with a process of its own: the first SIGINT or SIGTERM asks the command to end, the second one
    /// ends the process.
    ///
    /// @param halt ends the process at once with this exit code
    public static StopSignal ofProcess(IntConsumer halt) {
        var signal = new StopSignal(halt, OsSignals::on);
        signal.signals.accept("TERM", signal::terminated);
        return signal;
    }

    /// SIGTERM of a command that does not wait for a signal. The JVM does not tell a shutdown hook which signal came.
    private void terminated() {
        terminated = true;
        exitCode = TERMINATED;
        Runtime.getRuntime().exit(TERMINATED);
    }

    /// From now on a signal asks the command to end; it will call [#await].
    void expect() {
        expected = true;
        signals.accept("INT", () -> signalled(INTERRUPTED));
        signals.accept("TERM", () -> signalled(TERMINATED));
    }

    /// For a command that runs a program with the terminal: Ctrl-C is left to that program, which the terminal tells of
    /// it too. What would end this process runs an action instead, which ends the program.
    public void leaveTo(Runnable end) {
        expected = true;
        signals.accept("INT", () -> {});
        signals.accept("TERM", end);
        signals.accept("HUP", end);
    }

    private void signalled(int code) {
        if (stopped.getCount() > 0) {
            stop();
            return;
        }
        Runnable before = second.getAndSet(() -> {});
        try {
            before.run();
        } finally {
            halt.accept(code);
        }
    }

    /// Runs an action between the second signal and the end of the process. A third signal ends it at once.
    void onSecond(Runnable action) {
        second.set(action);
    }

    /// Waits until the command is asked to end. What the command does after that still counts for its exit code.
    ///
    /// @return whether it should hand over to another gateway; otherwise it was asked to stop
    public boolean await() throws InterruptedException {
        if (!expected) expect();
        awaited = true;
        ending.await();
        return stopped.getCount() > 0;
    }

    /// Runs an action at each SIGHUP, on systems that have this signal.
    void onHangup(Runnable action) {
        signals.accept("HUP", action);
    }

    /// Asks the command to end.
    void stop() {
        stopped.countDown();
        ending.countDown();
    }

    /// Asks the command to end because another gateway takes over.
    /// @return false if it is ending already
    synchronized boolean handOver() {
        if (ending.getCount() == 0) return false;
        ending.countDown();
        return true;
    }

    /// Waits until the command is asked to stop, also while it hands over.
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /// Runs an action before a signal ends the process, e.g. to give the terminal back as it was. The action may run on
    /// another thread while the command still works.
    /// @return takes the action back
    public Runnable beforeEnd(Runnable action) {
        last.add(action);
        return () -> last.remove(action);
    }

    /// Ends the process as SIGINT would, also where a terminal makes no signal of Ctrl-C. Returns only where the
    /// command has no process of its own, as in a test.
    public void interrupt() {
        last.forEach(Runnable::run);
        if (halt != null) halt.accept(INTERRUPTED);
    }

    /// How a process that cannot go on is ended.
    ///
    /// @param say prints a line
    /// @return null where the command has no process of its own, as in a test
    ForcedExit forcedExit(Consumer<String> say) {
        return halt == null ? null : new ForcedExit(say, halt);
    }

    /// Whether the command waits for the signal.
    public boolean isAwaited() {
        return awaited;
    }

    /// Asks the command to end, and waits for that if it handles the signal.
    /// @return its exit code
    public int request() throws InterruptedException {
        last.forEach(Runnable::run);
        stop();
        if (expected) finished.await();
        return exitCode;
    }

    /// The command has ended.
    /// @return the code
    public int finish(int code) {
        if (!terminated) exitCode = code;
        finished.countDown();
        return code;
    }
}
