package llmrouter.service;

import java.io.IOException;

/// What it took to end a gateway.
public enum StopResult {
    /// It was asked, and let its requests finish.
    DRAINED("asked"),
    /// It did not listen, or took longer than it had said it would.
    TERMINATED("SIGTERM"),
    KILLED("SIGKILL"),
    /// It runs still.
    NONE("nothing");

    private static final long MARGIN_MS = 5_000;
    private static final long LOOK_MS = 50;

    private final String word;

    StopResult(String word) {
        this.word = word;
    }

    /// As a program would like to read it.
    public String word() {
        return word;
    }

    /// Ends a gateway: asks it, waits as long as it may let its requests finish and a little longer, and only then signals its process.
    public static StopResult of(Instance gateway) throws IOException, InterruptedException {
        long drainMs = 1_000 * gateway.terms().drainSeconds() + MARGIN_MS;
        LocalAnswer answer = LocalCall.control(gateway, "POST", "stop");
        boolean asked = answer.isAbsent() || answer.status() == 200; // whoever listens no longer has been asked before
        if (asked ? gone(gateway, drainMs) : !gateway.isAlive()) return DRAINED;
        // a gateway that had been asked ends at once now, another one drains first
        if (signal(gateway, false) && gone(gateway, asked ? MARGIN_MS : drainMs)) return TERMINATED;
        return signal(gateway, true) && gone(gateway, MARGIN_MS) ? KILLED : NONE;
    }

    /// Signals nobody but the process that made the entry.
    private static boolean signal(Instance gateway, boolean kill) {
        if (!gateway.isAlive()) return true;
        return ProcessHandle.of(gateway.pid()).map(process -> kill ? process.destroyForcibly() : process.destroy()).orElse(true);
    }

    private static boolean gone(Instance gateway, long patienceMs) throws InterruptedException {
        long until = System.nanoTime() + patienceMs * 1_000_000;
        while (gateway.isAlive()) {
            if (System.nanoTime() > until) return false;
            Thread.sleep(LOOK_MS);
        }
        return true;
    }
}
