package llmrouter.tui.terminal;

/// The size of a terminal's window, in characters.
public record TerminalSize(int rows, int columns) {
    /// What a terminal has that does not tell its size.
    static final TerminalSize USUAL = new TerminalSize(24, 80);
    private static final int MOST = 10_000;

    /// @param words `24 80`, as `stty size` prints them; null if they are anything else, or 0
    static TerminalSize parse(String words) {
        int space = words.indexOf(' ');
        if (space < 0) return null;
        int rows = number(words.substring(0, space));
        int columns = number(words.substring(space + 1));
        return rows < 1 || columns < 1 ? null : new TerminalSize(rows, columns);
    }

    private static int number(String digits) {
        boolean number = !digits.isEmpty() && digits.length() < 6 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Math.min(MOST, Integer.parseInt(digits)) : 0;
    }
}
