package llmrouter.service;

import java.io.IOException;

/// What ended a gateway.
public enum StopResult {
    /// It was asked to stop, and let its requests finish.
    DRAINED("asked"),
    /// It did not answer, or took longer than its drain time, and ended at SIGTERM.
    TERMINATED("SIGTERM"),
    /// It did not end at SIGTERM either.
    KILLED("SIGKILL"),
    /// Nothing ended it.
    STILL_RUNNING("nothing");

    private static final long MARGIN_MS = 5_000;
    private static final long LOOK_MS = 50;
    private static final long MOMENT_MS = 1_000;

    private final String word;

    StopResult(String word) {
        this.word = word;
    }

    /// The word for programs.
    public String word() {
        return word;
    }

    /// Whether the gateway has ended.
    public boolean stopped() {
        return this != STILL_RUNNING;
    }

    /// Ends a gateway: asks it to stop, waits as long as its requests may take and a little longer, and only then
    /// signals its process. One that cannot prove itself is not asked.
    public static StopResult of(Instance gateway) throws IOException, InterruptedException {
        long drainMs = 1_000 * gateway.terms().drainSeconds() + MARGIN_MS;
        LocalAnswer answer = ask(gateway);
        // one that does not listen for commands any more was asked before, and is about to end
        boolean asked = answer.isAbsent() || answer.isOk();
        if (asked ? ends(gateway, drainMs) : !gateway.isAlive()) return DRAINED;
        // a gateway that was asked before ends at once when signalled, any other drains first
        if (signal(gateway, false) && ends(gateway, asked ? MARGIN_MS : drainMs)) return TERMINATED;
        return signal(gateway, true) && ends(gateway, MARGIN_MS) ? KILLED : STILL_RUNNING;
    }

    /// A gateway that is about to end closes its connections; if this one was among them, it is asked once more.
    private static LocalAnswer ask(Instance gateway) throws IOException, InterruptedException {
        LocalAnswer answer = LocalCall.control(gateway, "POST", "stop");
        if (!answer.isBroken() || ends(gateway, MOMENT_MS)) return answer;
        return LocalCall.control(gateway, "POST", "stop");
    }

    /// Signals only the very process that made the entry.
    private static boolean signal(Instance gateway, boolean kill) {
        if (!gateway.isAlive()) return true;
        return ProcessHandle.of(gateway.pid()).map(process -> kill ? process.destroyForcibly() : process.destroy())
            .orElse(true);
    }

    /// Waits for the end of the process.
    /// @return false if it still runs after `limitMs`
    private static boolean ends(Instance gateway, long limitMs) throws InterruptedException {
        long until = System.nanoTime() + limitMs * 1_000_000;
        while (gateway.isAlive()) {
            if (System.nanoTime() > until) return false;
            Thread.sleep(LOOK_MS);
        }
        return true;
    }
}
