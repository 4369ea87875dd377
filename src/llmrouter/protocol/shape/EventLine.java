package llmrouter.protocol.shape;

/// Looks for a line that can only be of an event stream, in a text that comes in pieces. Each character is looked at
/// once. One text, one owner.
final class EventLine {
    /// what the line may begin with; null if it cannot be such a line
    private String field;
    /// how much of the line has come, as far as that matters
    private int column;

    /// Whether the line is found when this piece of the text has come.
    boolean isIn(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            if (ends(piece.charAt(i))) return true;
        }
        return false;
    }

    /// Whether such a field ends with this character.
    private boolean ends(char c) {
        if (c == '\n' || c == '\r') {
            column = 0;
            return false;
        }
        if (column == 0) field = c == 'd' ? "data:" : c == 'e' ? "event:" : null;
        if (field != null && field.charAt(column) != c) field = null;
        column = Math.min(column + 1, "event:".length());
        return field != null && column == field.length();
    }
}
