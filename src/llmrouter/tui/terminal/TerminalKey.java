package llmrouter.tui.terminal;

/// What a person typed.
public sealed interface TerminalKey {
    /// A character that can be shown.
    record Letter(int codePoint) implements TerminalKey {
        public String text() {
            return Character.toString(codePoint);
        }

        /// Whether it is this character.
        public boolean is(char c) {
            return codePoint == c;
        }
    }

    /// Text that came from the clipboard. Its lines end with `\n`; it has no other control character.
    record Pasted(String text) implements TerminalKey {}

    /// A key without a character.
    enum Named implements TerminalKey {
        ENTER, NEW_LINE, ESCAPE, BACKSPACE, DELETE, TAB, BACK_TAB, UP, DOWN, LEFT, RIGHT, HOME, END, PAGE_UP, PAGE_DOWN,
        HELP, BACK, INTERRUPT, END_OF_INPUT, SUSPEND, ERASE_LINE, ERASE_WORD, ERASE_REST, REDRAW,
        /// The terminal is gone.
        GONE
    }
}
