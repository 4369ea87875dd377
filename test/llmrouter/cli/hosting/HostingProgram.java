package llmrouter.cli.hosting;

import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.Shell;

/// The program with the modules of a test, for tests with a terminal. It begins and ends as the program itself does.
public final class HostingProgram {
    private HostingProgram() {}

    public static void main(String[] args) {
        Shell shell = Shell.ofProcess(Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shell)));
        System.exit(shell.stop().finish(Cli.run(HostingCase.table(), List.of(args), shell)));
    }

    private static void end(Shell shell) {
        try {
            Runtime.getRuntime().halt(shell.stop().request());
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(1);
        }
    }
}
