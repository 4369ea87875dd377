package llmrouter;

import java.util.List;

import llmrouter.cli.Cli;
import llmrouter.cli.Shell;

/// The program: arguments → command → exit code. The only place that ends the process.
public final class LlmRouter {
    private LlmRouter() {}

    public static void main(String[] args) {
        System.exit(Cli.run(List.of(args), Shell.system()));
    }
}
