package llmrouter.tui.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program `stty` of POSIX, which reads and changes the settings of this process's terminal. The JDK cannot do it.
final class Stty {
    /// Keys come one by one and are not shown, Ctrl-C and Ctrl-Z are keys, and a read ends after a tenth of a second
    /// without a key. Output is treated as before.
    private static final List<String> RAW = List.of("-icanon", "-echo", "-isig", "-iexten", "-ixon", "-icrnl",
        "min", "0", "time", "1");
    private static final File TERMINAL = new File("/dev/tty");
    /// Long, as a busy machine may take seconds to start a program, and a terminal whose settings were not set back is
    /// of no use: it shows nothing that is typed, and Ctrl-C ends no program.
    private static final int LIMIT_SECONDS = 20;

    private Stty() {}

    /// The present settings, in the words that [#set] takes.
    /// @throws IOException there is no such program, or no terminal
    static String settings() throws IOException {
        String settings = run(List.of("stty", "-g")).strip();
        if (settings.isEmpty() || settings.indexOf(' ') >= 0) throw new IOException("stty -g said '" + settings + "'");
        return settings;
    }

    /// Sets the terminal back, but for what is typed, which is not shown.
    static void quiet(String settings) throws IOException {
        run(List.of("stty", settings, "-echo"));
    }

    /// Sets the terminal back.
    static void set(String settings) throws IOException {
        run(List.of("stty", settings));
    }

    static void raw() throws IOException {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(RAW);
        run(command);
    }

    /// The size of the window; null if the terminal does not know it.
    static TerminalSize size() throws IOException {
        return TerminalSize.parse(run(List.of("stty", "size")).strip());
    }

    /// Stops all processes of this job, as Ctrl-Z does in a terminal with its usual settings. Returns when the job goes
    /// on.
    static void suspend() throws IOException {
        run(List.of("sh", "-c", "kill -TSTP 0"), 0);
    }

    private static String run(List<String> command) throws IOException {
        return run(command, LIMIT_SECONDS);
    }

    /// @param seconds after which the program is ended; 0 for no limit
    private static String run(List<String> command, int seconds) throws IOException {
        Process process = new ProcessBuilder(command).redirectInput(TERMINAL)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (seconds == 0) process.waitFor();
            else if (!process.waitFor(seconds, TimeUnit.SECONDS)) throw new IOException("stty does not end");
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) throw new IOException("stty failed with " + process.exitValue());
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
