package llmrouter.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import llmrouter.files.Home;
import llmrouter.host.StopSignal;
import llmrouter.tui.DialogPlace;
import llmrouter.tui.ProcessEnd;

/// The surroundings in which a command runs.
///
/// @param out      for data
/// @param err      for everything else
/// @param home     the user's home folder, what `~` means
/// @param terminal whether input and output are a terminal; only then the user is asked for confirmation
/// @param masked   reads a line that is not shown while it is typed; null at the end of the input
/// @param stop     how a command that keeps running is asked to end
public record Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Path home,
        boolean terminal, Supplier<char[]> masked, StopSignal stop) {

    /// The process's own surroundings; text goes out as UTF-8 everywhere.
    ///
    /// @param halt ends the process at once with an exit code
    public static Shell ofProcess(IntConsumer halt) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        Supplier<char[]> masked = () -> console.readPassword();
        return new Shell(System.in, out, err, Home.settings(System.getenv()), Home.folder(), terminal, masked,
            StopSignal.ofProcess(halt));
    }

    /// Where a command asks questions: standard output if it is a terminal, else standard error, as data goes to
    /// standard output then.
    DialogPlace dialogPlace() {
        var ending = new ProcessEnd() {
            @Override
            public Runnable before(Runnable restore) {
                return stop.beforeEnd(restore);
            }

            @Override
            public void interrupt() {
                stop.interrupt();
            }
        };
        return new DialogPlace(in, terminal ? out : err, terminal, environment, masked, ending);
    }

    /// Whether escape sequences may be sent: a terminal, and `NO_COLOR` not set (no-color.org).
    boolean colorful() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
