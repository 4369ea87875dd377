package llmrouter.tui.terminal;

import java.io.IOException;

import llmrouter.tui.DialogPlace;

/// A terminal whose keys can be had one by one, and whose lines can be drawn anew.
public final class RawTerminal {
    private final DialogPlace place;
    private final TerminalSettings settings;

    private RawTerminal(DialogPlace place, TerminalSettings settings) {
        this.place = place;
        this.settings = settings;
    }

    /// The terminal of this process; null if there is none, if it knows no escape sequences, or if its settings cannot
    /// be changed, as on Windows and where there is no `stty`.
    public static RawTerminal find(DialogPlace place) {
        if (!place.terminal() || place.isDumb()) return null;
        try {
            return new RawTerminal(place, TerminalSettings.present());
        } catch (IOException _) {
            return null;
        }
    }

    public DialogPlace place() {
        return place;
    }

    TerminalSettings settings() {
        return settings;
    }

    /// Does not show what is typed from now on, until it is closed. Ctrl-C ends the process as usual, with the terminal
    /// as it was. For the time between two questions: what is typed then may be a key.
    /// @throws IOException the settings cannot be changed
    public QuietTerminal quiet() throws IOException {
        return new QuietTerminal(this);
    }

    /// Takes the keys one by one, until the session is closed; then the terminal is as in [#quiet].
    /// @throws IOException the settings cannot be changed
    public TerminalSession lines() throws IOException {
        return new TerminalSession(this, false, true);
    }

    /// As [#lines], on a screen of its own; the lines that were there come back when it is closed.
    /// @throws IOException the settings cannot be changed
    public TerminalSession screen() throws IOException {
        return new TerminalSession(this, true, false);
    }
}
