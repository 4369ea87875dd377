package llmrouter.tui;

import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalKey.Pasted;

/// A text that is edited with keys. Not thread-safe.
final class TextField {
    private final boolean severalLines;
    private String text;
    private int cursor;
    private boolean suggested;

    /// A text that the first character or paste replaces; every other key begins to edit it.
    static TextField suggestion(String text) {
        var field = new TextField(text, true);
        field.suggested = !text.isEmpty();
        return field;
    }

    /// @param severalLines whether a line end that is pasted stays; else it becomes a space
    TextField(String text, boolean severalLines) {
        this.severalLines = severalLines;
        this.text = text;
        this.cursor = text.length();
    }

    String text() {
        return text;
    }

    /// The offset before which the next character goes.
    int cursor() {
        return cursor;
    }

    /// Whether the text is still the suggestion, and no key was pressed.
    boolean isSuggested() {
        return suggested;
    }

    /// @return false if the key means nothing here
    boolean press(TerminalKey key) {
        if (suggested && !(key instanceof Named)) erase(0, text.length());
        suggested = false;
        return switch (key) {
            case Letter letter -> insert(letter.text());
            case Pasted(String pasted) -> insert(severalLines ? pasted.strip() : pasted.strip().replace('\n', ' '));
            case Named named -> press(named);
        };
    }

    private boolean insert(String more) {
        text = text.substring(0, cursor) + more + text.substring(cursor);
        cursor += more.length();
        return true;
    }

    private boolean press(Named key) {
        switch (key) {
            case LEFT -> cursor = Columns.before(text, cursor);
            case RIGHT -> cursor = Columns.after(text, cursor);
            case HOME -> cursor = 0;
            case END -> cursor = text.length();
            case BACKSPACE -> erase(Columns.before(text, cursor), cursor);
            case DELETE -> erase(cursor, Columns.after(text, cursor));
            case ERASE_LINE -> erase(0, cursor);
            case ERASE_REST -> erase(cursor, text.length());
            case ERASE_WORD -> erase(wordBefore(), cursor);
            case NEW_LINE -> {
                return severalLines && insert("\n");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void erase(int from, int to) {
        text = text.substring(0, from) + text.substring(to);
        cursor = from;
    }

    private int wordBefore() {
        int at = cursor;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) at--;
        while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) at--;
        return at;
    }
}
