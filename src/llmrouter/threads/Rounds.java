package llmrouter.threads;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What a thread does again and again as long as the gateway runs. A round that fails, for want of memory for example,
/// is reported ([OwnFaults]), and the next one follows after a moment. Only the end of the gateway ends the rounds.
public final class Rounds {
    /// A round that fails at once must not take the processor from the others.
    private static final long AFTER_FAILURE_NS = 100_000_000;

    private Rounds() {}

    /// One of them.
    @FunctionalInterface
    public interface Round {
        /// @throws InterruptedException the thread is to end
        void run() throws InterruptedException;
    }

    /// Runs rounds on the calling thread until it is interrupted or `over` says true.
    public static void repeat(BooleanSupplier over, Round round) {
        while (!over.getAsBoolean()) {
            try {
                round.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    private static void failed(Throwable e) {
        try {
            OwnFaults.report(e);
            LockSupport.parkNanos(AFTER_FAILURE_NS);
        } catch (Throwable _) {
            // without memory not even a class may be there to report with
        }
    }
}
