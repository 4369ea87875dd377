package llmrouter.cli.weaknesses;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliRun;
import llmrouter.cli.config.EditedConfig;

/// A process of its own that edits a configuration by commands of the program, one after the other.
final class ConfigEditor {
    private ConfigEditor() {}

    /// @param words the home folder, the id of the caps without their number, the first and the last number. The id
    ///              ends in `=` for one cap of that name, which gets the number as its requests. Before and after each
    ///              command a line is printed: `begin 7`, `end 7`.
    public static void main(String[] words) {
        var config = new EditedConfig(Path.of(words[0]));
        boolean one = words[1].endsWith("=");
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = Integer.parseInt(words[2]); i <= Integer.parseInt(words[3]); i++) {
            out.println("begin " + i);
            CliRun run = one
                ? config.run("set-caps", "--provider-id=p", "--cap-id=" + words[1].replace("=", ""), "--requests=" + i)
                : config.run("set-caps", "--provider-id=p", "--cap-id=" + words[1] + i, "--models=all",
                    "--requests=" + i, "--window=1m");
            if (run.exitCode() != 0) {
                out.println(run.err());
                System.exit(run.exitCode());
            }
            out.println("end " + i);
        }
    }

    /// Starts one; what it prints comes from its standard output.
    static Process start(Path home, String cap, int first, int last) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", System.getProperty("java.class.path"), ConfigEditor.class.getName()));
        command.addAll(List.of(home.toString(), cap, Integer.toString(first), Integer.toString(last)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
