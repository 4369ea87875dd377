package llmrouter.tui;

/// The end of this process, for a dialog that has changed the terminal's settings. Thread-safe.
public interface ProcessEnd {
    /// Runs an action when the process is ended by a signal, before it ends.
    /// @return takes the action back
    Runnable before(Runnable restore);

    /// Ends the process as a Ctrl-C does in a terminal with its usual settings. Returns only where the process is not
    /// the program's own, as in a test.
    void interrupt();

    /// For a process in which no signal is handled, as in a test.
    ProcessEnd NONE = new ProcessEnd() {
        @Override
        public Runnable before(Runnable restore) {
            return () -> {};
        }

        @Override
        public void interrupt() {}
    };
}
