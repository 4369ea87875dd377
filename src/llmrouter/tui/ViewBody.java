package llmrouter.tui;

import java.util.List;

import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.TerminalKey;

/// What is particular to a kind of question while it is answered with keys. No implementation knows of a terminal: keys
/// change its state, and it says what the state looks like. Not thread-safe.
///
/// @param <T> what an answer is
interface ViewBody<T> {
    /// @return the answer; null to go on
    DialogAnswer<T> press(TerminalKey key);

    /// The part of the screen below the question's title.
    ///
    /// @param rows at most so many lines, at least one
    ScreenFrame draw(int columns, int rows);

    /// What is wrong with the last try to answer; null if nothing is.
    String problem();

    /// What keys do, the most important first, for the last line of the screen.
    List<String> keys();

    /// What keys do that [#keys] has no room for.
    List<String> help();

    /// Whether the key Left goes back to the question before; else it moves the cursor in a text.
    default boolean leftGoesBack() {
        return true;
    }

    /// Whether `?` is part of the answer now, and no request for help.
    default boolean takesQuestionMark() {
        return false;
    }

    /// The answer in a few words, for the line that stays on the screen.
    String words(T answer);
}
