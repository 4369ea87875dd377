package llmrouter.cli.system;

import java.io.IOException;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupService;

/// `startup uninstall`: ends the service and removes it. The configuration and all other files stay.
final class StartupUninstall {
    private StartupUninstall() {}

    static int run(Invocation in) throws IOException {
        try {
            var service = StartupService.of(in.shell().home(), in.shell().environment());
            boolean installed = service.isInstalled();
            boolean dry = in.arguments().isOn("dry-run");
            if (installed && !dry) {
                Confirmation.ask(in, "End " + service.manager().service() + " and remove it?", false);
                service.uninstall();
            }
            report(in, service, installed, dry);
            return ExitCode.DONE;
        } catch (StartupError error) {
            throw CliError.failed(error.getMessage());
        }
    }

    private static void report(Invocation in, StartupService service, boolean installed, boolean dry) {
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("removed", installed && !dry).put("installed", installed && dry)
                .put("dryRun", dry).put("manager", service.manager().name())
                .put("service", service.manager().service()).put("file", service.manager().file().toString()));
        } else if (!installed) {
            in.print("no service of llm-router is installed (" + service.manager().file() + " does not exist)");
        } else {
            in.print((dry ? "would end and remove " : "ended and removed ") + service.manager().service() + " of "
                + service.manager().name() + " (" + service.manager().file() + ")");
        }
    }
}
