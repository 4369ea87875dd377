package llmrouter.cli.hosting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.Shell;

/// Saves a new master key into the configuration, as `config set-master-key` does.
final class NewKeySaver {
    private NewKeySaver() {}

    /// Runs the operation; why it failed is said by it on standard error.
    ///
    /// @return whether the key was saved
    static boolean save(Invocation in, String key) {
        Shell own = in.shell();
        var out = new ByteArrayOutputStream();
        var shell = new Shell(new ByteArrayInputStream((key + "\n").getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8), own.err(), own.environment(), own.home(), false,
            () -> null, own.stop());
        int code = Cli.run(List.of("config", "set-master-key", "--master-key-stdin", "--config=" + in.configFile()),
            shell);
        if (code == ExitCode.DONE) {
            in.say("saved the new master key in " + in.configFile());
            return true;
        }
        in.say("warning: the new master key was not saved; save the one that is printed below with "
            + ConfigHint.of(in, "set-master-key --master-key-stdin"));
        return false;
    }
}
