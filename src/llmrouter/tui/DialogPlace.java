package llmrouter.tui;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;

/// Where questions are asked.
///
/// @param in          what is typed
/// @param out         for questions, as UTF-8
/// @param terminal    whether both are a terminal
/// @param environment of which `TERM`, `NO_COLOR`, `LINES` and `stdin.encoding` of the JVM decide something
/// @param masked      reads a line that is not shown while it is typed; null at the end of the input. Only for a
///                    terminal
public record DialogPlace(InputStream in, PrintStream out, boolean terminal, Map<String, String> environment,
        Supplier<char[]> masked, ProcessEnd ending) {

    /// A pipe or a file in the place of a terminal.
    public static DialogPlace piped(InputStream in, PrintStream out) {
        return new DialogPlace(in, out, false, Map.of(), () -> null, ProcessEnd.NONE);
    }

    /// Whether colours may be sent: a terminal that has them, and `NO_COLOR` not set (no-color.org).
    public boolean colorful() {
        return terminal && !isDumb() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /// Whether the terminal says that it knows no escape sequences.
    public boolean isDumb() {
        String term = environment.getOrDefault("TERM", "");
        return term.isEmpty() || term.equals("dumb");
    }
}
