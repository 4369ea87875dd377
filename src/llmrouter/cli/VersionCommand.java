package llmrouter.cli;

import llmrouter.Version;
import llmrouter.cli.Command.Example;
import llmrouter.json.Json;

/// `version`: prints the version of this program.
final class VersionCommand {
    private VersionCommand() {}

    static Command command() {
        return Command.of("version", "Print the version", VersionCommand::run)
            .flags(Flag.JSON).withoutSettings()
            .examples(new Example("version --json",
                "For a bug report: also the Java version and the operating system"));
    }

    private static int run(Invocation invocation) {
        if (invocation.arguments().isOn("json")) {
            invocation.print(Json.object()
                .put("version", Version.CURRENT)
                .put("java", System.getProperty("java.runtime.version"))
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch")));
        } else {
            invocation.print("llm-router " + Version.CURRENT);
        }
        return ExitCode.DONE;
    }
}
