package llmrouter.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a command line printed and returned when run in surroundings of its own.
record CliRun(int exitCode, String out, String err) {
    static final Path HOME = Path.of("/home/ada");

    static CliRun of(String... words) {
        return of(CommandTable.standard(), "", words);
    }

    static CliRun of(CommandTable table, String standardInput, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        var shell = new Shell(in, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("HOME", HOME.toString()), HOME, false, new StopSignal());
        int code = Cli.run(table, List.of(words), shell);
        return new CliRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
