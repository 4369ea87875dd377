package llmrouter.tui.terminal;

import java.io.IOException;

/// The settings of this process's terminal. When a signal ends the process, they are set back for good: the thread that
/// asks questions may go on for a moment, but changes nothing any more. Thread-safe.
final class TerminalSettings {
    private final String usual;
    private boolean ended;

    private TerminalSettings(String usual) {
        this.usual = usual;
    }

    /// The present settings are the usual ones.
    /// @throws IOException there is no such program as `stty`, or no terminal
    static TerminalSettings present() throws IOException {
        return new TerminalSettings(Stty.settings());
    }

    /// Keys come one by one.
    synchronized void raw() throws IOException {
        if (!ended) Stty.raw();
    }

    /// As usual, but what is typed is not shown.
    synchronized void quiet() throws IOException {
        if (!ended) Stty.quiet(usual);
    }

    synchronized void usual() throws IOException {
        if (!ended) Stty.set(usual);
    }

    /// As usual, for good.
    synchronized void end() {
        if (ended) return;
        ended = true;
        try {
            Stty.set(usual);
        } catch (IOException _) {
            // the terminal is gone, so it has no settings any more
        }
    }

    synchronized boolean isEnded() {
        return ended;
    }
}
