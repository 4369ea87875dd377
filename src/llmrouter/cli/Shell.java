package llmrouter.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;

import llmrouter.files.Home;
import llmrouter.host.StopSignal;

/// The surroundings in which a command runs.
///
/// @param out      for data
/// @param err      for everything else
/// @param home     the user's home folder, what `~` means
/// @param terminal whether input and output are a terminal; only then the user is asked for confirmation
/// @param stop     how a command that keeps running is asked to end
public record Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Path home,
        boolean terminal, StopSignal stop) {

    /// The process's own surroundings; text goes out as UTF-8 everywhere.
    ///
    /// @param halt ends the process at once with an exit code
    public static Shell ofProcess(IntConsumer halt) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Shell(System.in, out, err, System.getenv(), Home.folder(), terminal, StopSignal.ofProcess(halt));
    }

    /// Whether escape sequences may be sent: a terminal, and `NO_COLOR` not set (no-color.org).
    boolean colorful() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
