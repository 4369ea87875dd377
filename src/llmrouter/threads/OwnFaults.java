package llmrouter.threads;

import java.util.function.Consumer;

/// Faults of the gateway itself that no request waits for. They are passed to the handler that also gets what ends a
/// thread: that of the process, if it has one, and else the JVM's, which prints them.
public final class OwnFaults {
    private OwnFaults() {}

    /// Reports a fault after which the thread goes on. Never fails.
    public static void report(Throwable fault) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        } catch (Throwable _) {
            // there is no memory for a report, and the thread must go on
        }
    }

    /// From now on every thread of this process reports its faults in this way: those from which it goes on, and the
    /// one that ends it.
    ///
    /// @param sink gets the lines
    public static void reportTo(Consumer<String> sink) {
        var faults = new FaultLog(sink);
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            String name = thread.getName();
            faults.report(name.isEmpty() ? "a thread" : "thread " + name, fault);
        });
    }
}
