package llmrouter.tui;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A question to a person.
///
/// @param <T> what an answer is
public sealed interface Question<T> {
    /// One line, without a colon at its end.
    String title();

    /// A few lines that `?` shows; empty for none.
    String help();

    /// Something to choose.
    ///
    /// @param label of one line
    /// @param hint  more about it, shown dim; empty for none
    record Option<V>(V value, String label, String hint) {
        public static <V> Option<V> of(V value, String label) {
            return new Option<>(value, label, "");
        }
    }

    /// One of several.
    ///
    /// @param current the index of what Enter alone means; -1 if Enter alone is no answer
    record One<V>(String title, String help, List<Option<V>> options, int current) implements Question<V> {}

    /// Any number of several. Nothing is chosen that is not in `chosen`.
    ///
    /// @param chosen the indexes of what is chosen at first
    /// @param least  how many must be chosen
    record Several<V>(String title, String help, List<Option<V>> options, Set<Integer> chosen, int least)
            implements Question<List<V>> {}

    /// Text of one line; a person may also paste several lines.
    ///
    /// @param initial what Enter alone means; empty for nothing
    /// @param problem of a text, as a sentence; null if the text is fine
    record Line(String title, String help, String initial, Function<String, String> problem)
            implements Question<String> {}

    /// Text that is not shown while it is typed.
    ///
    /// @param problem as in [Line]
    record Hidden(String title, String help, Function<String, String> problem) implements Question<String> {}

    /// Yes or no.
    ///
    /// @param usual what Enter alone means
    record Confirm(String title, String help, boolean usual) implements Question<Boolean> {}
}
