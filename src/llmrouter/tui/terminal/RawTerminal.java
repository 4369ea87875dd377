package llmrouter.tui.terminal;

import java.io.IOException;

import llmrouter.tui.DialogPlace;

/// A terminal whose keys can be had one by one, and whose lines can be drawn anew.
///
/// @param settings that it has when no question is asked
public record RawTerminal(DialogPlace place, String settings) {

    /// The terminal of this process; null if there is none, if it knows no escape sequences, or if its settings cannot
    /// be changed, as on Windows and where there is no `stty`.
    public static RawTerminal find(DialogPlace place) {
        if (!place.terminal() || place.isDumb()) return null;
        try {
            return new RawTerminal(place, Stty.settings());
        } catch (IOException _) {
            return null;
        }
    }

    /// Takes the keys one by one, until the session is closed.
    /// @throws IOException the settings cannot be changed
    public TerminalSession lines() throws IOException {
        return new TerminalSession(this, false);
    }

    /// As [#lines], on a screen of its own; the lines that were there come back when it is closed.
    /// @throws IOException the settings cannot be changed
    public TerminalSession screen() throws IOException {
        return new TerminalSession(this, true);
    }
}
