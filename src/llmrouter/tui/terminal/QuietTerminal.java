package llmrouter.tui.terminal;

import java.io.IOException;

/// A time in which the terminal does not show what is typed, and has its usual settings otherwise. Used by one thread.
public final class QuietTerminal implements AutoCloseable {
    private final TerminalSettings settings;
    private final Runnable takeBack;

    QuietTerminal(RawTerminal terminal) throws IOException {
        this.settings = terminal.settings();
        this.takeBack = terminal.place().ending().before(settings::end);
        try {
            settings.quiet();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /// Gives the terminal back as it was.
    @Override
    public void close() {
        try {
            settings.usual();
        } catch (IOException _) {
            // the terminal is gone, so it has no settings any more
        }
        takeBack.run();
    }
}
