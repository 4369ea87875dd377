package llmrouter.service;

/// Signals of the system. The JDK has no public API for them; `sun.misc.Signal` of the module `jdk.unsupported` is
/// the one that JEP 260 keeps until there is a replacement. The compiler warns of it, and of nothing else here:
/// `build.sh` says how.
public final class OsSignals {
    private OsSignals() {}

    /// Runs an action at each signal, in place of what the JVM would do, on a thread of the signal's own.
    ///
    /// @param name without SIG
    /// @return false if this system has no such signal, or the JVM's option `-Xrs` forbids its use; then the signal
    ///         does what it always did
    public static boolean on(String name, Runnable action) {
        try {
            sun.misc.Signal.handle(new sun.misc.Signal(name), _ -> action.run());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
