package llmrouter.cli.run;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.report.LocalTime;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// The user's running gateways that a command is about, chosen by `--port` or `--all`.
final class RunningSelection {
    static final Flag PORT = Flag.integer("port", "PORT", 1, 65535, "The gateway that listens there.")
        .orElse("the only one that runs");
    static final Flag ALL = Flag.bool("all", "All of your gateways.");

    private RunningSelection() {}

    /// The chosen gateways; empty if none runs.
    /// @throws CliError several run, and the user did not choose
    static List<Instance> chosen(Invocation invocation) {
        Long port = invocation.arguments().integer(PORT.name());
        List<Instance> all = Instances.in(invocation.shell().home(), invocation::say).running();
        if (port != null) return all.stream().filter(gateway -> gateway.port() == port).toList();
        if (all.size() < 2 || invocation.arguments().isOn(ALL.name())) return all;
        throw CliError.usage("several of your gateways run; choose one with --port=N, or --all:\n  "
            + String.join("\n  ", all.stream().map(RunningSelection::line).toList()));
    }

    /// The gateways to stop. One that only finishes its requests counts if none listens, or with `--all`.
    static List<Instance> toStop(Invocation invocation) {
        List<Instance> listening = chosen(invocation);
        boolean all = invocation.arguments().isOn(ALL.name());
        if (!listening.isEmpty() && !all) return listening;
        Long port = invocation.arguments().integer(PORT.name());
        var both = new ArrayList<>(listening);
        for (Instance draining : Instances.in(invocation.shell().home(), _ -> {}).draining()) {
            if (port == null || draining.port() == port) both.add(draining);
        }
        return both;
    }

    /// The chosen gateways, at least one, for a command that can do nothing without one.
    /// @throws CliError none runs, or several run and the user did not choose
    static List<Instance> some(Invocation invocation) {
        List<Instance> chosen = chosen(invocation);
        if (chosen.isEmpty()) throw CliError.failed(none(invocation) + OwnService.hint(invocation));
        return chosen;
    }

    /// One gateway for people.
    static String line(Instance gateway) {
        return gateway.url() + " (process " + gateway.pid() + ", version " + gateway.version() + ", since "
            + LocalTime.of(gateway.startedAt()) + ")";
    }

    /// The message if no chosen gateway runs.
    static String none(Invocation invocation) {
        Long port = invocation.arguments().integer(PORT.name());
        return "no gateway of yours runs" + (port == null ? "" : " on port " + port);
    }
}
