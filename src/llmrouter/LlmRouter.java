package llmrouter;

import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.Shell;
import llmrouter.host.StopSignal;

/// The program: arguments → command → exit code. The only place that ends the process.
public final class LlmRouter {
    private LlmRouter() {}

    /// A command that runs on takes signals itself. Where it cannot, a signal runs the shutdown hook while the command still runs: the hook asks the
    /// command to end and ends the process with the command's own exit code, where the JVM would say 128 + signal.
    public static void main(String[] args) {
        var stop = StopSignal.ofProcess(Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "stop"));
        System.exit(stop.finish(Cli.run(List.of(args), Shell.system(stop))));
    }

    private static void end(StopSignal stop) {
        try {
            Runtime.getRuntime().halt(stop.request());
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(1);
        }
    }
}
