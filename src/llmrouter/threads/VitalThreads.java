package llmrouter.threads;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Looks after threads without which a gateway serves nothing, and which cannot be started again: those of the JDK's
/// server. Twice a second it sees whether they are alive. What it needs to say that one is not, it has from the
/// beginning: a thread ends so for want of memory.
public final class VitalThreads implements AutoCloseable {
    /// Connections are accepted, and new requests noticed, by this thread of the JDK's server.
    public static final String ACCEPTING = "HTTP-Dispatcher";
    /// Idle connections are closed by this thread of the JDK's server.
    public static final String CLOSING_IDLE = "idle-timeout-task";

    private static final long LOOK_NS = 500_000_000;
    private static final String FIX = " has ended, probably for want of memory. If it happens again, give the gateway "
        + "more memory (LLM_ROUTER_JAVA_OPTS=-Xmx512m), or fewer requests at a time (LLM_ROUTER_MAX_CONNECTIONS)";
    private static final String NOT_ACCEPTING = "cannot go on: the thread that accepts connections" + FIX;
    private static final String NOT_CLOSING = "cannot go on: the thread that closes idle connections" + FIX;

    private final Thread[] accepting;
    private final Thread[] closingIdle;
    private final Check check;
    private final Lost lost;
    private volatile boolean closed;

    /// What else must work for a gateway to serve.
    @FunctionalInterface
    public interface Check {
        /// Nothing else.
        Check NONE = () -> null;

        /// Repairs what can be repaired.
        ///
        /// @return a line that says why the gateway cannot go on; null if it can
        String failure();
    }

    /// What is done when the gateway cannot go on.
    @FunctionalInterface
    public interface Lost {
        /// @param why a line for the operator
        void cannotGoOn(String why);
    }

    /// Watches from now on.
    ///
    /// @param accepting   that accept connections, if they are known
    /// @param closingIdle that close idle connections, likewise
    /// @param check       made at each look
    /// @param lost        called at most once, on the watch's own thread
    public VitalThreads(List<Thread> accepting, List<Thread> closingIdle, Check check, Lost lost) {
        this.accepting = accepting.toArray(Thread[]::new);
        this.closingIdle = closingIdle.toArray(Thread[]::new);
        this.check = check;
        this.lost = lost;
        Thread.ofPlatform().daemon().name("vital-watch").start(this::run);
    }

    private void run() {
        Rounds.repeat(() -> closed, () -> {
            String why = why();
            if (why != null && !closed) {
                closed = true;
                lost.cannotGoOn(why);
            } else {
                LockSupport.parkNanos(this, LOOK_NS);
            }
        });
    }

    private String why() {
        if (hasEnded(accepting)) return NOT_ACCEPTING;
        if (hasEnded(closingIdle)) return NOT_CLOSING;
        return check.failure();
    }

    private static boolean hasEnded(Thread[] threads) {
        for (Thread thread : threads) {
            if (!thread.isAlive()) return true;
        }
        return false;
    }

    /// The threads may end from now on.
    @Override
    public void close() {
        closed = true;
    }
}
