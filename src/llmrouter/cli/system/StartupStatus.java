package llmrouter.cli.system;

import java.io.IOException;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.startup.ServiceState;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupService;
import llmrouter.text.Printable;

/// `startup status`: whether the service is installed and runs.
final class StartupStatus {
    private StartupStatus() {}

    static int run(Invocation in) throws IOException {
        try {
            var service = StartupService.of(in.shell().home(), in.shell().environment());
            boolean installed = service.isInstalled();
            ServiceState state = service.state();
            Instance gateway = installed ? ServiceArrival.gateway(in, state) : null;
            if (in.arguments().isOn("json")) in.print(json(service, installed, state, gateway));
            else print(in, service, installed, state, gateway);
            return ExitCode.DONE;
        } catch (StartupError error) {
            throw CliError.failed(error.getMessage());
        }
    }

    private static Json.Obj json(StartupService service, boolean installed, ServiceState state, Instance gateway) {
        Json.Obj json = Json.object().put("manager", service.manager().name())
            .put("service", service.manager().service()).put("file", service.manager().file().toString())
            .put("installed", installed)
            .put("running", state.running() == null ? Json.Null.NULL : Json.of(installed && state.isRunning()))
            .put("failed", state.failed()).put("detail", Printable.of(state.detail()));
        if (gateway != null) json.put("pid", gateway.pid()).put("url", gateway.url());
        return json;
    }

    private static void print(Invocation in, StartupService service, boolean installed, ServiceState state,
            Instance gateway) {
        in.print("manager    " + service.manager().name());
        in.print("service    " + service.manager().service());
        in.print("file       " + service.manager().file() + (installed ? "" : " (does not exist)"));
        in.print("installed  " + (installed ? "yes" : "no; 'llm-router startup install' installs it"));
        in.print("running    " + running(installed, state, gateway));
        in.print("detail     " + Printable.of(state.detail()));
        if (state.failed()) in.say("its messages: " + service.manager().logHint());
        String lingering = installed ? Lingering.note(service.manager().name()) : null;
        if (lingering != null) in.say("note: " + lingering);
    }

    private static String running(boolean installed, ServiceState state, Instance gateway) {
        if (gateway != null) return "yes, process " + gateway.pid() + " on " + gateway.url();
        if (!installed) return "no";
        if (state.running() == null) return "unknown; 'llm-router status' shows which gateways run";
        return state.isRunning() ? "yes, but no gateway of it listens" : "no";
    }
}
