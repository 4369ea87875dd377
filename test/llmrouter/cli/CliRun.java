package llmrouter.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmrouter.host.StopSignal;

/// What a command line printed and returned when run in surroundings of its own.
public record CliRun(int exitCode, String out, String err) {
    static final Path HOME = Path.of("/home/ada");

    public static CliRun of(String... words) {
        return of(CommandTable.standard(), "", words);
    }

    public static CliRun of(CommandTable table, String standardInput, String... words) {
        return new LiveCli(HOME, Map.of(), standardInput).run(table, words);
    }

    public static CliRun at(Path home, Map<String, String> environment, String... words) {
        return new LiveCli(home, environment, "").run(CommandTable.standard(), words);
    }

    /// Surroundings of a command that can be looked at while it runs.
    public static final class LiveCli {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final StopSignal stop = new StopSignal();
        private final Shell shell;

        public LiveCli(Path home, Map<String, String> environment, String standardInput) {
            var in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
            shell = new Shell(in, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), environment, home, false, () -> null, stop);
        }

        public CliRun run(CommandTable table, String... words) {
            int code = stop.finish(Cli.run(table, List.of(words), shell));
            return new CliRun(code, out(), err.toString(StandardCharsets.UTF_8));
        }

        /// Starts a command that runs until it is stopped, and returns when it has said what it says at the beginning.
        public LiveCli started(String... words) {
            var thread = Thread.ofVirtual().start(() -> run(CommandTable.standard(), words));
            while (!stop.isAwaited()) {
                if (!thread.isAlive()) throw new AssertionError(err.toString(StandardCharsets.UTF_8));
                Thread.onSpinWait();
            }
            return this;
        }

        public String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        /// Waits until the command has said this on standard error.
        public void awaitErr(String words) throws InterruptedException {
            for (int i = 0; !err.toString(StandardCharsets.UTF_8).contains(words); i++) {
                if (i == 1000) {
                    throw new AssertionError("never said '" + words + "' but: " + err.toString(StandardCharsets.UTF_8));
                }
                Thread.sleep(10);
            }
        }

        public String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        /// Asks the command to end and returns its exit code.
        public int stopped() throws InterruptedException {
            return stop.request();
        }
    }
}
