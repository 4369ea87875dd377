package llmrouter.tui;

import llmrouter.tui.terminal.RawTerminal;

/// Opens the dialog that fits a place.
public final class Dialogs {
    private Dialogs() {}

    /// A dialog by keys where the place is a terminal that can give them one by one, else by lines. The caller closes
    /// it.
    public static Dialog open(DialogPlace place) {
        RawTerminal terminal = RawTerminal.find(place);
        return terminal == null ? new LineDialog(place) : new KeyDialog(terminal, place);
    }
}
