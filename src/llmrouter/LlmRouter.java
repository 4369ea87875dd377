package llmrouter;

import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.Shell;

/// The program: arguments → command → exit code. The only place that ends the process.
public final class LlmRouter {
    private LlmRouter() {}

    /// A command that runs until it is stopped handles signals itself. Where it cannot, a signal runs the shutdown
    /// hook while the command still runs: the hook asks the command to end, and ends the process with the command's
    /// own exit code, where the JVM would return 128 + signal.
    public static void main(String[] args) {
        Shell shell = Shell.ofProcess(Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shell), "stop"));
        int code = 1;
        try {
            code = Cli.runInProcess(List.of(args), shell);
        } catch (Throwable e) {
            System.err.println("llm-router: the program failed (" + e.getClass().getSimpleName() + ")");
        } finally {
            // whatever has failed: other threads must not keep a process alive that does nothing
            System.exit(shell.stop().finish(code));
        }
    }

    private static void end(Shell shell) {
        try {
            Runtime.getRuntime().halt(shell.stop().request());
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(1);
        }
    }
}
