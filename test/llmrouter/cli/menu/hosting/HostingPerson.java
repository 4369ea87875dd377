package llmrouter.cli.menu.hosting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Shell;
import llmrouter.cli.hosting.HostingCase;
import llmrouter.cli.menu.entries.ScriptedDialog;
import llmrouter.host.StopSignal;

/// A person at a terminal who answers a wizard of hosting from a list.
final class HostingPerson {
    final ScriptedDialog dialog;
    final int exitCode;

    private HostingPerson(ScriptedDialog dialog, int exitCode) {
        this.dialog = dialog;
        this.exitCode = exitCode;
    }

    /// @param line    the command, with `--live-url` where the make-believe account needs it
    /// @param answers as in [ScriptedDialog]
    static HostingPerson at(HostingCase hosting, List<String> line, String... answers) {
        var dialog = new ScriptedDialog(List.of(answers));
        CommandTable table = HostingCase.table(in -> HostingWizards.deploy(in, _ -> dialog),
            in -> HostingWizards.workerKey(in, _ -> dialog), in -> HostingWizards.rollback(in, _ -> dialog));
        var out = new ByteArrayOutputStream();
        var printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        var shell = new Shell(new ByteArrayInputStream(new byte[0]), printer, printer, hosting.environment,
            hosting.home, true, () -> null, new StopSignal());
        int code = Cli.run(table, new ArrayList<>(line), shell);
        dialog.shown.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());
        return new HostingPerson(dialog, code);
    }

    /// Everything that was shown, with folded lines put together again.
    String screen() {
        return dialog.screen().replace("\n    ", " ");
    }
}
