package llmrouter.tui;

/// Opens the dialog that fits a place.
public final class Dialogs {
    private Dialogs() {}

    /// A dialog; the caller closes it.
    public static Dialog open(DialogPlace place) {
        return new LineDialog(place);
    }
}
