package llmrouter.cli.run;

import llmrouter.cli.Invocation;
import llmrouter.service.Instance;
import llmrouter.startup.RunningUnit;
import llmrouter.startup.ServiceState;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupService;

/// The service of the system's manager that runs a gateway. A machine without such a manager has none; what such a
/// manager refuses is told, and is no failure of a command that only looks.
final class OwnService {
    private OwnService() {}

    /// The service that runs a gateway, or null.
    static RunningUnit of(Invocation in, Instance gateway) {
        try {
            return RunningUnit.of(gateway.pid(), in.shell().home(), in.shell().environment());
        } catch (StartupError e) {
            in.say("note: it is not known whether a service manager runs " + gateway.url() + ": " + e.getMessage());
            return null;
        }
    }

    /// Ends a service.
    /// @return why it could not be ended, or null
    static String stop(Invocation in, RunningUnit unit) {
        try {
            unit.end(in.shell().environment());
            return null;
        } catch (StartupError e) {
            return e.getMessage();
        }
    }

    /// What to add to the message that no gateway runs: that the service of `startup install` does not run, and how to
    /// start it. Empty if there is none, or it cannot be asked.
    static String hint(Invocation in) {
        try {
            var service = StartupService.of(in.shell().home(), in.shell().environment());
            if (!service.isInstalled()) return "";
            return "; the service " + service.manager().service() + " is installed (" + service.state().detail()
                + "), and 'llm-router startup install' starts it";
        } catch (StartupError _) {
            return ""; // that none runs is the message
        }
    }

    /// Ends the service of `startup install` if no gateway of it listens and its manager goes on to start it.
    /// @return its name, or null if there was nothing to end
    static String stopIdle(Invocation in) {
        try {
            var service = StartupService.of(in.shell().home(), in.shell().environment());
            if (!service.isInstalled()) return null;
            ServiceState state = service.state();
            if (!state.isRunning()) return null;
            service.stop();
            return service.manager().service();
        } catch (StartupError e) {
            in.say("note: the service could not be asked: " + e.getMessage());
            return null;
        }
    }
}
